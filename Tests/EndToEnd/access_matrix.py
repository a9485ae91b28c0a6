"""Who may ask for what, written by hand: it is compared with the platform, never made from it.

One letter a kind of caller. What is `forbidden` here is refused before anything is looked at; what is allowed may still
be refused for another reason, such as that there is no such thing.
"""

CALLERS = {
    "N": "nobody in particular: no token",
    "P": "a player",
    "O": "an organizer",
    "S": "a seller",
    "R": "an operator",
    "A": "an admin, in a session with a second factor",
    "a": "an admin without a second factor",
    "U": "an auditor, in a session with a second factor",
    "D": "a device",
    "F": "a player whose account is frozen",
    "K": "a player's API key without a scope that suits",
}

ANYONE = "NPOSRAaUDFK"
PEOPLE = "POSRAaU"
# Looking, and what secures an account, goes on while it is frozen.
EVEN_FROZEN = PEOPLE + "F"
# Identity's commands are for people in sessions, never for their keys; a device is nobody.

MATRIX = {
    # Gateway
    "GET /v1/operations/{id}": EVEN_FROZEN + "DK",
    "POST /v1/operations/{id}/fence": EVEN_FROZEN + "DK",
    "GET /v1/platform": ANYONE,
    # Identity: oneself
    "POST /v1/users": ANYONE,
    "POST /v1/users/{id}/totp/confirm": ANYONE,
    "POST /v1/sessions": ANYONE,
    "POST /v1/sessions/refresh": ANYONE,
    "POST /v1/sessions/chat": "",
    "GET /v1/sessions": EVEN_FROZEN,
    "GET /v1/sessions/{id}": EVEN_FROZEN,
    "GET /v1/sessions/current": EVEN_FROZEN,
    "DELETE /v1/sessions/{id}": EVEN_FROZEN,
    "DELETE /v1/sessions/current": EVEN_FROZEN,
    "DELETE /v1/sessions": EVEN_FROZEN,
    "GET /v1/me": EVEN_FROZEN,
    "PATCH /v1/me": PEOPLE,
    "DELETE /v1/me": PEOPLE,
    "POST /v1/me/password": EVEN_FROZEN,
    "POST /v1/me/totp": EVEN_FROZEN,
    "POST /v1/me/totp/confirm": EVEN_FROZEN,
    "DELETE /v1/me/totp": EVEN_FROZEN,
    "POST /v1/email-verifications": EVEN_FROZEN,
    "POST /v1/email-verifications/confirm": ANYONE,
    "POST /v1/password-resets": ANYONE,
    "POST /v1/password-resets/confirm": ANYONE,
    "GET /v1/me/risk-profile": EVEN_FROZEN,
    "PUT /v1/me/risk-profile": PEOPLE,
    "GET /v1/me/export": EVEN_FROZEN,
    "GET /v1/me/limits": EVEN_FROZEN,
    "PUT /v1/me/limits": EVEN_FROZEN,
    "POST /v1/me/cool-off": EVEN_FROZEN,
    "POST /v1/me/self-exclusion": EVEN_FROZEN,
    "GET /v1/me/chats/{system}": EVEN_FROZEN,
    "PUT /v1/me/chats/{system}": PEOPLE,
    "DELETE /v1/me/chats/{system}": EVEN_FROZEN,
    "GET /v1/api-keys": EVEN_FROZEN,
    "POST /v1/api-keys": PEOPLE,
    "GET /v1/api-keys/{id}": EVEN_FROZEN,
    "DELETE /v1/api-keys/{id}": EVEN_FROZEN,
    # Identity: administration
    "GET /v1/devices": "RA",
    "POST /v1/devices": "RA",
    "GET /v1/devices/{id}": "RA",
    "DELETE /v1/devices/{id}": "RA",
    "GET /v1/users": "A",
    "GET /v1/users/{id}": "A",
    "PATCH /v1/users/{id}": "A",
    "POST /v1/users/{id}/freeze": "A",
    "POST /v1/users/{id}/unfreeze": "A",
    "POST /v1/users/{id}/suspend": "A",
    "POST /v1/users/{id}/reactivate": "A",
    "POST /v1/users/{id}/disable": "A",
    "PUT /v1/users/{id}/kyc": "A",
    "GET /v1/users/{id}/sign-ins": "A",
    "POST /v1/users/{id}/roles": "A",
    "DELETE /v1/users/{id}/roles/{role}": "A",
    "GET /v1/users/{id}/statistics": "A",
    "GET /v1/notifications": "A",
    "POST /v1/notifications/{id}/sent": "A",
    "GET /v1/invitations": "RA",
    "POST /v1/invitations": "RA",
    "GET /v1/invitations/{code}": "RA",
    "PATCH /v1/invitations/{code}": "RA",
    # Wallet
    "GET /v1/currencies": ANYONE,
    "GET /v1/wallet": EVEN_FROZEN,
    "GET /v1/wallet/transactions": EVEN_FROZEN,
    "GET /v1/deposits": EVEN_FROZEN,
    "GET /v1/deposits/{id}": EVEN_FROZEN,
    "POST /v1/deposits": PEOPLE,
    "POST /v1/deposits/{id}/approve": "A",
    "POST /v1/deposits/{id}/reject": "A",
    # Betting
    "GET /v1/events": ANYONE,
    "GET /v1/events/{id}": ANYONE,
    "GET /v1/events/{id}/plays": ANYONE,
    "GET /v1/events/{id}/pool": ANYONE,
    "GET /v1/events/{id}/winnings": ANYONE,
    "GET /v1/events/{id}/bets": EVEN_FROZEN,
    "GET /v1/bets": EVEN_FROZEN,
    "GET /v1/bets/{id}": EVEN_FROZEN,
    "POST /v1/events": PEOPLE,
    "PATCH /v1/events/{id}": PEOPLE,
    "POST /v1/events/{id}/plays": PEOPLE,
    "PUT /v1/events/{id}/plays/{play_id}/score": PEOPLE,
    "POST /v1/events/{id}/open": PEOPLE,
    "POST /v1/events/{id}/start": PEOPLE,
    "POST /v1/events/{id}/finish": PEOPLE,
    "POST /v1/events/{id}/cancel": PEOPLE,
    "POST /v1/events/{id}/bets": PEOPLE,
    # Raffle
    "GET /v1/raffles": ANYONE,
    "GET /v1/raffles/{id}": ANYONE,
    "POST /v1/raffles": "RA",
    # Audit
    "GET /v1/audit/tree-head": ANYONE,
    "GET /v1/audit/proofs/inclusion": ANYONE,
    "GET /v1/audit/proofs/consistency": ANYONE,
    "GET /v1/audit/events": "AU",
    "GET /v1/audit/events/{index}": "AU",
    "GET /v1/audit/sources": "AU",
}

# What only services ask of each other, over connections that their keys open: who asks whom.
BETWEEN_SERVICES = {
    "gateway.announce-catalogue": "identity wallet betting raffle audit gateway",
    "identity.note-uses": "gateway",
    "identity.vouch-for-session": "gateway",
    "wallet.capture-hold": "betting raffle",
    "wallet.grant-bonus": "identity",
    "wallet.pay-from-escrow": "betting raffle",
    "wallet.place-hold": "betting raffle",
    "wallet.release-hold": "betting raffle",
    "wallet.take-standing": "identity",
}
