import Crypto
import FoundationEssentials
import Messages

/// The operations as one page for people: no script, nothing from elsewhere, so it reads off-line and under the
/// strictest policy.
struct DocsPage {
    let html: String

    /// Allows this page's one style sheet, by its hash, and nothing else.
    static let contentSecurityPolicy: String = {
        let hash = Data(SHA256.hash(Array(DocsStyle.sheet.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; frame-ancestors 'none'; base-uri 'none'"
    }()

    init(_ operations: [DocumentedOperation]) throws {
        let tags = Set(operations.map(\.tag)).sorted()
        var html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Croupier's API</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>\(DocsStyle.sheet)</style></head><body>
            <nav><h1>Croupier</h1>
            """
        for tag in tags {
            html += "<h2>\(tag.escaped)</h2><ul>"
            for operation in operations where operation.tag == tag {
                html += "<li><a href=\"#\(operation.description.name.escaped)\">"
                html += "\(operation.description.summary.escaped)</a></li>"
            }
            html += "</ul>"
        }
        html += "</nav><main>\(DocsPage.introduction)"
        for tag in tags {
            html += "<h2>\(tag.escaped)</h2>"
            for operation in operations where operation.tag == tag { html += try DocsSection(operation).html }
        }
        self.html = html + "</main></body></html>\n"
    }

    private static let introduction = """
        <p>JSON in and out. Sign in with <code>POST /v1/sessions</code> and send the token as \
        <code>Authorization: Bearer …</code>. Every command takes an <code>Idempotency-Key</code>: sent again with the \
        same key and body it is done once and answered the same. An answer that was lost is found at \
        <code>GET /v1/operations/{id}</code> by the <code>Operation-Id</code>. Errors are \
        <code>application/problem+json</code> with a stable <code>code</code> and pointers to the fields at fault.</p>
        <p>The examples take the address from <code>$URL</code> and the token from <code>$TOKEN</code>. The same for \
        machines: <a href="/v1/openapi.json">OpenAPI</a>, <a href="/v1/asyncapi.json">AsyncAPI</a>.</p>
        """
}

enum DocsStyle {
    static let sheet = """
        body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff;display:flex}
        nav{width:20rem;height:100vh;overflow:auto;position:sticky;top:0;padding:1rem;background:#f4f4f2;flex:none}
        nav ul{list-style:none;padding:0;margin:0;font-size:.9rem}
        main{padding:1rem 2rem;max-width:60rem;min-width:0}
        section{border-top:1px solid #ddd;padding:1rem 0}
        pre{background:#f4f4f2;padding:.75rem;overflow:auto;font-size:.85rem}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        td,th{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #eee;vertical-align:top}
        .route{font-family:monospace;font-weight:bold}
        @media(max-width:50rem){body{display:block}nav{width:auto;height:auto;position:static}}
        @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}nav,pre{background:#222}a{color:#8ab4f8}}
        """
}

extension String {
    /// As text or an attribute of HTML.
    var escaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
