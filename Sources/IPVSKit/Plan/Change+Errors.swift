extension Change {
    /// What is wrong with what the change would put into the table.
    public func errors() -> [ConfigurationError] {
        var errors: [ConfigurationError] = []
        switch self {
        case .addService(let service), .editService(let service): return service.errors()
        case .setTimeouts(let timeouts): return timeouts.errors()
        case .startDaemon(let daemon): return daemon.errors()
        case .addServer(let server, let identity), .editServer(let server, let identity):
            identity.addMisreading(to: &errors)
            server.addErrors(in: identity.family, to: &errors)
        case .deleteService(let identity), .deleteServer(_, let identity), .zero(let identity?):
            identity.addMisreading(to: &errors)
        case .stopDaemon, .zero(nil), .clear: break
        }
        return errors
    }
}

extension ServiceIdentity {
    /// Adds the fault that makes the kernel take it for another service.
    fileprivate func addMisreading(to errors: inout [ConfigurationError]) {
        if let error, error.severity == .misread { errors.append(error) }
    }
}
