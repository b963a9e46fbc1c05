/// Why a table could not be read or changed.
public enum TableError: Error, Hashable, Sendable {
    /// Why there is no IPVS to talk to.
    public enum Unavailability: Hashable, Sendable {
        /// The kernel has no IPVS, or its module cannot be loaded.
        case noModule
        /// The process lacks `CAP_NET_ADMIN`.
        case noPermission
        /// The process has `CAP_NET_ADMIN` in a user namespace of its own, which the kernel does not count.
        case userNamespace
    }

    /// There is no IPVS here, or no right to use it.
    case unavailable(Unavailability)
    /// The kernel, or the file's rules, refused a change.
    case refused(RefusedChange)
    /// The change was not sent: the kernel would not do what is meant.
    case faulty(Change, [ConfigurationError])
    /// A service that was to be read is not there.
    case noSuchService(ServiceIdentity)
    /// A server that was to be edited is not there.
    case noSuchServer(Endpoint, ServiceIdentity)
    /// Other programs kept changing the table while it was being read, through this many attempts.
    case changing(attempts: Int)
    /// The kernel's answer could not be understood.
    case malformedReply(to: String, ExchangeError)
    /// The kernel took a change but holds something else now; older kernels drop what they do not know.
    case notKept(Change, found: String)
    /// The conversation with the kernel failed; `operation` is what was being done.
    case communication(operation: String, cause: ExchangeError)
    /// A file of the kernel's own, below `/proc`, could not be read.
    case kernelFile(FileError)
    /// A file could not be read or written.
    case file(path: String, operation: String, Errno)
    /// A document has errors, and nothing was done; warnings may be among them.
    case document([Diagnostic])
    /// The backend cannot do this, as a message for people.
    case unsupported(String)
}
