extension Change {
    /// What is wrong with what the change would put into the table.
    public func faults() -> [ConfigurationFault] {
        switch self {
        case .addService(let service), .editService(let service): service.faults()
        case .deleteService(let identity): identity.faults().filter { $0.severity == .misread }
        case .addServer(let server, let identity), .editServer(let server, let identity):
            identity.faults().filter { $0.severity == .misread } + server.faults(in: identity.family)
        case .deleteServer(_, let identity): identity.faults().filter { $0.severity == .misread }
        case .setTimeouts(let timeouts): timeouts.faults()
        case .startDaemon(let daemon): daemon.faults()
        case .zero(.some(let identity)): identity.faults().filter { $0.severity == .misread }
        case .stopDaemon, .zero(.none), .clear: []
        }
    }
}
