import IPVSKit

/// What an address and port must be like: `10.0.0.0/24`, `10.0.0.1:80`, `10.0.0.0/24:80`, `[2001:db8::]/32:80`,
/// `:80`, or a host by name.
struct EndpointFilter: Hashable {
    /// Addresses that begin alike.
    private struct Network: Hashable {
        let address: IPAddress
        let prefixLength: UInt32

        func contains(_ other: IPAddress) -> Bool {
            other.family == address.family && other.firstBits(prefixLength) == address.firstBits(prefixLength)
        }
    }

    /// The addresses; nil for all.
    private var networks: [Network]?
    /// The port; nil for all.
    private var port: UInt16?

    /// Understands a filter; nil if it is none.
    ///
    /// A name stands for all addresses of a host, which `addresses` finds.
    init?(
        _ text: String,
        addresses: (String) throws(UsageError) -> [IPAddress]
    ) throws(UsageError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else { return nil }
        // In `10.0.0.0/24:80` the port follows the number of bits.
        let bits = parts.count == 2 ? parts[1].split(separator: ":", omittingEmptySubsequences: false) : []
        guard bits.count <= 2 else { return nil }
        var ports = bits.dropFirst().map(String.init)
        if text.hasPrefix(":") {
            ports = [String(text.dropFirst())]
        } else {
            guard let endpoint = try? EndpointText(parts[0]) else { return nil }
            switch endpoint.port {
            case .number(let number) where parts.count == 1: ports = ["\(number)"]
            case nil: break
            default: return nil
            }
            guard let networks = try Self.networks(endpoint.host, bits.first.map(String.init), addresses)
            else {
                return nil
            }
            self.networks = networks
        }
        guard let text = ports.first else { return }
        guard let number = decimalNumber(text).flatMap({ UInt16(exactly: $0) }) else { return nil }
        port = number
    }

    private static func networks(
        _ host: EndpointText.Host,
        _ bits: String?,
        _ addresses: (String) throws(UsageError) -> [IPAddress]
    ) throws(UsageError) -> [Network]? {
        switch (host, bits) {
        case (.name(let name), nil):
            return try addresses(name).map { Network(address: $0, prefixLength: $0.family.bitCount) }
        case (.name, _): return nil
        case (.address(let address), nil):
            return [Network(address: address, prefixLength: address.family.bitCount)]
        case (.address(let address), let bits?):
            guard let length = decimalNumber(bits), length <= address.family.bitCount else { return nil }
            return [Network(address: address, prefixLength: length)]
        }
    }

    /// Whether an endpoint is like that.
    func matches(_ endpoint: Endpoint) -> Bool {
        if let port, port != endpoint.port { return false }
        return networks?.contains { $0.contains(endpoint.address) } ?? true
    }
}

extension IPAddress {
    /// The address with all but its first bits set to 0.
    func firstBits(_ count: UInt32) -> IPAddress {
        switch family {
        case .ipv4: IPAddress(v4: bits32 & UInt32.max.keepingFirst(count))
        case .ipv6:
            IPAddress(
                v6: high & UInt64.max.keepingFirst(min(count, 64)),
                low & UInt64.max.keepingFirst(count > 64 ? count - 64 : 0)
            )
        }
    }
}

extension FixedWidthInteger {
    /// The number with all but its most significant bits set to 0.
    fileprivate func keepingFirst(_ count: UInt32) -> Self {
        count == 0 ? 0 : self << (Self.bitWidth - Int(count))
    }
}
