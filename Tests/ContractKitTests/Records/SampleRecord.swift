@testable import ContractKit

/// A record with a real signature of a key that was thrown away, by which the tests of reading and of judging go.
enum SampleRecord {
  static let text = """
    git-contract-signoff 1
    repository: 0b0e8b1c-6f3a-4e55-9a43-0d6a4f2c7d11
    target: refs/heads/main
    path: contracts/orders.odcs.yaml
    contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6
    from: 1111111111111111111111111111111111111111 sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1.4.0
    to: 2222222222222222222222222222222222222222 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 2.0.0
    change: breaking
    report: sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
    catalogue: 1
    decision: approve
    owner: @acme/checkout-data
    signer: ann
    reason: -
    issued: 2026-11-22T10:00:00Z
    expires: 2027-02-20T00:00:00Z

    """

  static let armour = """
    -----BEGIN SSH SIGNATURE-----
    U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgris9/zPbQ+8yn7kHc9vdE1vxYj
    Zias355nvFytdOYmkAAAAUc2lnbm9mZkBnaXQtY29udHJhY3QAAAAAAAAABnNoYTUxMgAA
    AFMAAAALc3NoLWVkMjU1MTkAAABAFotQHviSbHBmPsWBRKRre8nT/hRrP5uCpmF/qI42QM
    OmEJlGjAZQiLAvjnr94t+37I9unqQGd9s0r4z0/aDsDg==
    -----END SSH SIGNATURE-----

    """

  /// The same key's signature over the same text, as Git asks for one of a commit.
  static let armourForGit = """
    -----BEGIN SSH SIGNATURE-----
    U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgris9/zPbQ+8yn7kHc9vdE1vxYj
    Zias355nvFytdOYmkAAAADZ2l0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5
    AAAAQPDNX+EPjE4tITjLHO/fqiUQMSVX4ZNS2bgQDlOFJtUJuXhxeRY4scvXVLNopMw+ho
    sdmGMwmFOX6kcEdXMQJAc=
    -----END SSH SIGNATURE-----

    """

  static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK4rPf8z20PvMp+5B3Pb3RNb8WI2YmrN+eZ7xcrXTmJp"

  static func signed() throws -> SignedRecord { try SignedRecord(Array((text + armour).utf8)) }
}
