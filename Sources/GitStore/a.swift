internal import CLibgit2
public func gitInit() -> Int32 { git_libgit2_init() }
