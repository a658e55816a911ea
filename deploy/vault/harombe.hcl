# The least that a Harombe host needs in Vault or OpenBao. Load it with: vault policy write harombe harombe.hcl
# It may not read other teams' secrets, list other folders, change policies, or make tokens. Take out what you don't use.

# Its own secrets (key-value engine, version 2). Versions are replaced, not destroyed in place; removing a secret removes its metadata.
path "secret/data/harombe/*" {
  capabilities = ["create", "read", "update"]
}
path "secret/metadata/harombe/*" {
  capabilities = ["read", "list", "delete"]
}

# What engines issue for single calls. One line for each role that a tool is given; name the roles harombe-….
path "database/creds/harombe-*" {
  capabilities = ["read"]
}

# Leases of those calls: renewed while the call runs, revoked after it.
path "sys/leases/renew" {
  capabilities = ["update"]
}
path "sys/leases/revoke" {
  capabilities = ["update"]
}

# Passwords that Vault itself rotates, and their rotation on demand ('harombe secrets rotate').
path "database/static-creds/harombe-*" {
  capabilities = ["read"]
}
path "database/rotate-role/harombe-*" {
  capabilities = ["update"]
}

# A signing key that never leaves Vault.
path "transit/sign/harombe" {
  capabilities = ["update"]
}
path "transit/verify/harombe" {
  capabilities = ["update"]
}
path "transit/encrypt/harombe" {
  capabilities = ["update"]
}
path "transit/decrypt/harombe" {
  capabilities = ["update"]
}

# Its own token, and a fresh secret id for its own role in place of the old one.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "auth/token/renew-self" {
  capabilities = ["update"]
}
path "auth/token/revoke-self" {
  capabilities = ["update"]
}
path "auth/approle/role/harombe/secret-id" {
  capabilities = ["update"]
}
path "auth/approle/role/harombe/secret-id/destroy" {
  capabilities = ["update"]
}
