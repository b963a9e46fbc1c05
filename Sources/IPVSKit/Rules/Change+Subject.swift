extension Change {
    /// The service that the change is about; nil if it is about none, or about all.
    var subject: ServiceIdentity? {
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
    var definedService: VirtualService? {
        switch self {
        case .addService(let service), .editService(let service): service
        default: nil
        }
    }
}

extension ConfigurationFault {
    /// The option that a fault is about.
    var column: OptionColumn? {
        switch self {
        case .markIsZero, .protocolNotBalanced, .portZeroWithoutPersistence: .serviceAddress
        case .onePacketNotUDP: .onePacket
        case .netmaskFamily, .prefixLength, .netmaskWithHoles: .netmask
        case .persistenceTimeout: .persistent
        case .nameLength, .engineWithoutPersistence: .engine
        case .unknownServiceFlags: .schedulerFlags
        case .forwardingMethod, .tunnelWithoutTunnelMethod: .forwardingMethod
        case .weight: .weight
        case .threshold: .upperThreshold
        case .thresholdOrder: .lowerThreshold
        case .serverFamily, .serverAddress: .realServer
        case .tunnelType, .tunnelFlags: .tunnelType
        case .tunnelPort: .tunnelPort
        case .syncID: .syncID
        case .syncLength: .syncMaximumLength
        case .syncGroup: .multicastGroup
        case .connectionTimeout: nil
        }
    }
}
