extension Change {
    /// The service that the change is about; nil if it is about none, or about all.
    package var subject: ServiceIdentity? {
        switch self {
        case .addService(let service), .editService(let service): service.identity
        case .deleteService(let identity), .addServer(_, let identity), .editServer(_, let identity),
            .deleteServer(_, let identity):
            identity
        case .zero(let identity): identity
        case .setTimeouts, .startDaemon, .stopDaemon, .clear: nil
        }
    }

    /// The service that the change adds or edits.
    package var definedService: VirtualService? {
        switch self {
        case .addService(let service), .editService(let service): service
        default: nil
        }
    }
}
