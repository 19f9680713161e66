"""Awards as Open Badges 3.0: what a credential says, how it is signed, drawn, baked and looked at. No SQL, no HTTP.

``pyld`` canonicalises and ``joserfc`` makes JWTs; both are BSD-licensed. The suite between them is a page of code
(``data_integrity``), which a library of its own would not make shorter: openbadgeslib and openvc-core bring command
lines, three versions of Open Badges and wallets' protocols along, and no issuer that keeps its old keys.
"""
