/// Knows the names of hosts and services.
///
/// The grammar itself never asks the system: a statically linked program cannot, and reading a document is to
/// give the same answer everywhere. A resolver is an object, so that it can remember what it has looked up.
package protocol NameResolver: AnyObject {
    /// The addresses of a host in one family, the preferred one first; none if it is not known.
    func addresses(ofHost name: String, family: AddressFamily) throws(NameError) -> [IPAddress]

    /// The port of a service, such as 80 for `http`; nil if it is not known.
    func port(ofService name: String, serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16?
}

/// Why a name was not looked up.
package enum NameError: Error, Hashable, Sendable {
    /// The name is not known.
    case unknown
    /// The lookup took too long.
    case timedOut
    /// The system's program that looks names up did not do it: it cannot be started, or does not stop answering.
    case noLookup(Errno)
}

extension NameError: CustomStringConvertible {
    /// Half a sentence.
    package var description: String {
        switch self {
        case .unknown: "unknown host"
        case .timedOut: "the lookup took too long"
        case .noLookup(.fileTooLarge): "cannot look names up: getent does not stop answering"
        case .noLookup(let errno): "cannot look names up: getent: \(errno)"
        }
    }
}

/// A resolver that knows no names, so that everything must be numeric.
package final class NumericResolver: NameResolver, Sendable {
    /// Creates a resolver.
    package init() {}

    /// Always nothing.
    package func addresses(ofHost name: String, family: AddressFamily) -> [IPAddress] { [] }

    /// Always nil.
    package func port(ofService name: String, serviceProtocol: ServiceProtocol) -> UInt16? { nil }
}
