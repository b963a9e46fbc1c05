extension TableError: CustomStringConvertible {
    /// The error as one sentence: *operation object: cause (what to do)*.
    public var description: String {
        switch self {
        case .unavailable(.noModule):
            "cannot reach IPVS: this kernel has no IPVS (load its module: modprobe ip_vs)"
        case .unavailable(.noPermission):
            "cannot reach IPVS: permission denied (CAP_NET_ADMIN is needed: run as root)"
        case .unavailable(.userNamespace):
            "cannot reach IPVS: permission denied (root of a user namespace is not enough: CAP_NET_ADMIN "
                + "of the initial user namespace is needed)"
        case .refused(let refusal): refusal.description
        case .faulty(let change, let errors):
            "cannot \(change): " + errors.map(\.description).joined(separator: "; ")
        case .noSuchService(let identity): "there is no virtual service \(identity)"
        case .noSuchServer(let endpoint, let identity): "there is no real server \(endpoint) in \(identity)"
        case .changing(let attempts):
            "cannot read the IPVS table: it kept changing in \(attempts) attempts, by other programs or "
                + "by the kernel that resizes it (try again)"
        case .malformedReply(let operation, let error): "cannot \(operation): malformed reply: \(error)"
        case .notKept(let change, let found):
            "cannot \(change): the kernel took it but now holds \(found) (is the kernel too old for it?)"
        case .communication(let operation, let cause): "cannot \(operation): \(cause)"
        case .kernelFile(let error): "\(error) (is /proc mounted?)"
        case .file(let path, let operation, let errno):
            FileError.Operation(rawValue: operation).map { FileError($0, path, errno).description }
                ?? "cannot \(operation) \(path): \(errno)"
        case .document(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .unsupported(let what): what
        }
    }
}
