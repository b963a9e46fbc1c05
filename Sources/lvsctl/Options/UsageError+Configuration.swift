import IPVSKit

// The command line's view of a configuration that cannot be meant: which option is at fault.

extension UsageError {
    /// The first of some errors, which names the option that it comes from.
    init?(errors: [ConfigurationError]) {
        guard let error = errors.first else { return nil }
        let option = OptionName(error.field)
        self.init(option.word.isEmpty ? nil : option, error.withOptions)
    }
}

extension Change {
    /// Refuses a change that would not do what its command line says.
    func check(ignoring known: Set<ConfigurationError> = []) throws(UsageError) {
        if let error = UsageError(errors: errors().filter { !known.contains($0) }) { throw error }
    }
}

extension ServiceIdentity {
    /// Refuses an address that packets never come for.
    func checkAddress() throws(UsageError) {
        guard case .endpoint(let serviceProtocol, let endpoint) = self else { return }
        let address = endpoint.address
        guard !address.canMatchService else { return }
        let option: OptionName =
            switch serviceProtocol {
            case .tcp: .tcpService
            case .udp: .udpService
            default: .sctpService
            }
        throw UsageError(option, value: "\(address)", "\(address) is not the address of a single host")
    }
}

extension RealServer {
    /// Refuses a port that the forwarding method cannot bring about.
    func checkPort(in identity: ServiceIdentity) throws(UsageError) {
        // Services of a mark have no port: packets keep the one that the client called.
        guard method.keepsPort, endpoint.port != identity.port ?? 0 else { return }
        let port = identity.port.map { ", which is \($0) for \(identity)" } ?? " that the client called"
        throw UsageError(
            .realServer,
            value: "\(endpoint)",
            "\(endpoint): \(method) keeps the port\(port) (leave the port out, or use -m)"
        )
    }
}
