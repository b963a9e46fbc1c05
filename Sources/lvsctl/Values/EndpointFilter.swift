import IPVSKit

/// What an address and port must be like: `10.0.0.0/24`, `10.0.0.1:80`, `[2001:db8::]/32`, `[2001:db8::1]:80`.
struct EndpointFilter: Hashable {
    private var address: IPAddress
    private var prefixLength: UInt32
    private var port: UInt16?

    /// Understands a filter; nil if it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let endpoint = try? EndpointText(String(parts[0])),
            case .address(let address) = endpoint.host
        else { return nil }
        self.address = address
        prefixLength = address.family.bitCount
        switch endpoint.port {
        case .number(let number): port = number
        case .name: return nil
        case nil: port = nil
        }
        guard parts.count == 2 else { return }
        guard port == nil, let length = decimalNumber(String(parts[1])), length <= prefixLength else {
            return nil
        }
        prefixLength = length
    }

    /// Whether an endpoint is like that.
    func matches(_ endpoint: Endpoint) -> Bool {
        if let port, port != endpoint.port { return false }
        return endpoint.address.family == address.family
            && endpoint.address.firstBits(prefixLength) == address.firstBits(prefixLength)
    }
}

extension IPAddress {
    /// The address with all bits behind the first so many set to 0.
    fileprivate func firstBits(_ count: UInt32) -> IPAddress {
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

extension ValueOption {
    /// The value as a filter of addresses.
    func endpointFilter() throws(UsageError) -> EndpointFilter? {
        guard let text = try text() else { return nil }
        guard let filter = EndpointFilter(text) else {
            throw .value(
                text,
                of: name,
                isNot: "an address (such as 10.0.0.1, 10.0.0.0/24, 10.0.0.1:80 or [2001:db8::1]:80)"
            )
        }
        return filter
    }
}
