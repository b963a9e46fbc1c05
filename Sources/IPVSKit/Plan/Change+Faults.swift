extension Change {
    /// What is wrong with what the change would put into the table.
    public func faults() -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        switch self {
        case .addService(let service), .editService(let service): return service.faults()
        case .setTimeouts(let timeouts): return timeouts.faults()
        case .startDaemon(let daemon): return daemon.faults()
        case .addServer(let server, let identity), .editServer(let server, let identity):
            identity.addMisreading(to: &faults)
            server.addFaults(in: identity.family, to: &faults)
        case .deleteService(let identity), .deleteServer(_, let identity), .zero(let identity?):
            identity.addMisreading(to: &faults)
        case .stopDaemon, .zero(nil), .clear: break
        }
        return faults
    }
}

extension ServiceIdentity {
    /// Adds the fault that makes the kernel take it for another service.
    fileprivate func addMisreading(to faults: inout [ConfigurationFault]) {
        if let fault, fault.severity == .misread { faults.append(fault) }
    }
}
