extension Change {
    /// What is wrong with what the change would put into the table.
    public func errors() -> [ConfigurationError] {
        switch self {
        case .addService(let service), .editService(let service): service.errors()
        case .deleteService(let identity): identity.errors().filter { $0.severity == .misread }
        case .addServer(let server, let identity), .editServer(let server, let identity):
            identity.errors().filter { $0.severity == .misread } + server.errors(in: identity.family)
        case .deleteServer(_, let identity): identity.errors().filter { $0.severity == .misread }
        case .setTimeouts(let timeouts): timeouts.errors()
        case .startDaemon(let daemon): daemon.errors()
        case .zero(.some(let identity)): identity.errors().filter { $0.severity == .misread }
        case .stopDaemon, .zero(.none), .clear: []
        }
    }
}
