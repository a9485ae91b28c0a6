#pragma once

#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

// Swift cannot call C functions with variable arguments; these name the few calls that the server makes of them.

struct httpd_limits {
    unsigned int connections;
    unsigned int connections_per_address;
    size_t memory_per_connection;
};

struct httpd_callbacks {
    void *context;
    MHD_AccessHandlerCallback on_request;
    void *(*on_target)(void *context, const char *target, struct MHD_Connection *connection);
    MHD_RequestCompletedCallback on_completed;
    MHD_NotifyConnectionCallback on_connection;
};

// The target is parsed by the caller, from the bytes as they were sent.
static inline size_t httpd_leave_escaped(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return __builtin_strlen(text);
}

// Takes the listening socket. The idle timeout of the library is left off: the server has deadlines of its own.
static inline struct MHD_Daemon *httpd_start(int listening, struct httpd_limits limits, struct httpd_callbacks callbacks) {
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        callbacks.on_request, callbacks.context,
        MHD_OPTION_LISTEN_SOCKET, listening,
        MHD_OPTION_CONNECTION_LIMIT, limits.connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits.connections_per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.memory_per_connection,
        MHD_OPTION_CONNECTION_TIMEOUT, 0U,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks.on_target, callbacks.context,
        MHD_OPTION_UNESCAPE_CALLBACK, &httpd_leave_escaped, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks.on_completed, callbacks.context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks.on_connection, callbacks.context,
        MHD_OPTION_END);
}

// A GNU extension, hidden from Swift: the peer has closed the connection, or its sending side of it.
static const short httpd_peer_closed = 0x2000;

static inline int httpd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline const struct sockaddr *httpd_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

static inline void *httpd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// From the first byte of the request line to the last of the empty line after the headers.
static inline size_t httpd_head_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// Of an answer to HEAD, chunks would be sent without a body: the last one, which is then taken for the next answer.
static inline void httpd_send_without_chunks(struct MHD_Response *response) {
    MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}
