/// What to change about a server; what is nil stays as it is.
public struct ServerEdit: Hashable, Sendable {
    /// The new forwarding method.
    public var method: ForwardingMethod?
    /// The new kind of tunnel; port and checksum options that are not named go with the old kind.
    public var tunnelType: TunnelType?
    /// The new checksum options of a tunnel.
    public var tunnelFlags: TunnelFlags?

    /// The new numbers, in the order of the fields.
    private var numbers: [FieldNumber] = []

    /// Creates an edit of what is given; without arguments, one that changes nothing.
    public init(
        method: ForwardingMethod? = nil,
        weight: UInt32? = nil,
        upperThreshold: UInt32? = nil,
        lowerThreshold: UInt32? = nil,
        tunnelType: TunnelType? = nil,
        tunnelPort: UInt16? = nil,
        tunnelFlags: TunnelFlags? = nil
    ) {
        (self.method, self.tunnelType, self.tunnelFlags) = (method, tunnelType, tunnelFlags)
        self.weight = weight
        self[.upperThreshold] = upperThreshold
        self[.lowerThreshold] = lowerThreshold
        self[.tunnelPort] = tunnelPort.map(UInt32.init)
    }

    /// The new number of a field; nil for one that stays.
    ///
    /// A threshold of 0 takes it away.
    package subscript(field: Field) -> UInt32? {
        get { numbers.first { $0.field == field }?.number }
        set {
            numbers.removeAll { $0.field == field }
            guard let newValue else { return }
            let index = numbers.firstIndex { $0.field.rawValue > field.rawValue } ?? numbers.count
            numbers.insert(FieldNumber(field: field, number: newValue), at: index)
        }
    }

    /// The new weight, 0 to 2147483647.
    public var weight: UInt32? {
        get { self[.weight] }
        set { self[.weight] = newValue }
    }

    /// Returns the server with the changes made; a method other than tunnel forgets the tunnel.
    public func applied(to server: RealServer) -> RealServer {
        var edited = server
        // Without what the server keeps of a tunnel although it is none.
        edited.tunnel = server.tunnel
        if let method {
            edited.method = method
            if method != .tunnel { edited.tunnel = .ipip }
        }
        if let tunnelType, tunnelType != edited.tunnel.type { edited.tunnel = Tunnel(type: tunnelType) }
        for entry in numbers { edited[entry.field] = entry.number }
        if let tunnelFlags { edited.tunnel.flags = tunnelFlags }
        return edited
    }
}

/// A number with its field.
private struct FieldNumber: Hashable {
    var field: Field
    var number: UInt32
}
