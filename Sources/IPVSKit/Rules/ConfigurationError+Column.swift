extension ConfigurationError {
    /// The option that an error is about.
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
