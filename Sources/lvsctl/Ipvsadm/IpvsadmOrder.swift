import IPVSKit

// The order of ipvsadm's lists. Numbers are compared by their 32-bit difference taken as signed, so that the order
// wraps and three of them can form a circle; what comes out then depends on the way of sorting. That is the C
// library's merge sort: halves of n/2 and the rest, the left one first when two compare as equal.

enum IpvsadmOrder {
    /// Returns the places of services in ipvsadm's order.
    static func places(of services: [ObservedService]) -> [Int] {
        places(of: services) { compare($0.identity, $1.identity) }
    }

    /// Returns servers in the order that is the reverse of ipvsadm's.
    ///
    /// The kernel's order, newest first, is just that where servers were added in the order of their addresses.
    static func backwards(_ servers: [ObservedServer]) -> [ObservedServer] {
        guard !isBackwards(servers) else { return servers }
        return places(of: servers) {
            compare($0.configuration.endpoint, $1.configuration.endpoint)
        }.reversed().map { servers[$0] }
    }

    /// Whether the servers come from the greatest endpoint to the least, and no two of them are so far apart that
    /// ipvsadm's order would wrap.
    private static func isBackwards(_ servers: [ObservedServer]) -> Bool {
        guard let first = servers.first?.configuration.endpoint.address,
            let last = servers.last?.configuration.endpoint.address
        else { return true }
        guard first.family == last.family, first.high == last.high, first.low >= last.low,
            first.low - last.low <= UInt64(Int32.max)
        else { return false }
        return servers.indices.dropFirst().allSatisfy {
            servers[$0].configuration.endpoint < servers[$0 - 1].configuration.endpoint
        }
    }

    /// Returns the places of elements in the order in which the C library's merge sort leaves them.
    static func places<Element>(
        of elements: [Element],
        _ compare: (borrowing Element, borrowing Element) -> Int32
    ) -> [Int] {
        var order = Array(elements.indices)
        var scratch = order
        sort(0..<order.count, &order, &scratch) { compare(elements[$0], elements[$1]) <= 0 }
        return order
    }

    private static func sort(
        _ range: Range<Int>,
        _ order: inout [Int],
        _ scratch: inout [Int],
        _ isLeftFirst: (Int, Int) -> Bool
    ) {
        guard range.count > 1 else { return }
        let middle = range.lowerBound + range.count / 2
        sort(range.lowerBound..<middle, &order, &scratch, isLeftFirst)
        sort(middle..<range.upperBound, &order, &scratch, isLeftFirst)
        var (left, right, next) = (range.lowerBound, middle, range.lowerBound)
        while left < middle, right < range.upperBound {
            if isLeftFirst(order[left], order[right]) {
                scratch[next] = order[left]
                left += 1
            } else {
                scratch[next] = order[right]
                right += 1
            }
            next += 1
        }
        // What is left of the right half is in its place already.
        while left < middle {
            scratch[next] = order[left]
            left += 1
            next += 1
        }
        for index in range.lowerBound..<next { order[index] = scratch[index] }
    }

    /// Compares by mark (0 for address services), address family, protocol, address and port.
    static func compare(_ left: ServiceIdentity, _ right: ServiceIdentity) -> Int32 {
        let marks = difference(left.mark, right.mark)
        if marks != 0 { return marks }
        if left.family != right.family { return left.family == .ipv4 ? -1 : 1 }
        guard case .endpoint(let protocolA, let a) = left, case .endpoint(let protocolB, let b) = right else {
            return 0
        }
        if protocolA != protocolB { return Int32(protocolA.rawValue) - Int32(protocolB.rawValue) }
        return compare(a, b)
    }

    /// Compares by address, word by word, and port; the left address's family says how many words there are.
    static func compare(_ left: Endpoint, _ right: Endpoint) -> Int32 {
        for index in 0..<(left.address.family == .ipv4 ? 1 : 4) {
            let words = difference(left.address.word(index), right.address.word(index))
            if words != 0 { return words }
        }
        return Int32(left.port) - Int32(right.port)
    }

    private static func difference(_ left: UInt32, _ right: UInt32) -> Int32 {
        Int32(bitPattern: left &- right)
    }
}

extension ServiceIdentity {
    fileprivate var mark: UInt32 {
        if case .firewallMark(let mark, _) = self { mark } else { 0 }
    }
}

extension IPAddress {
    /// One of the four 32-bit words of an IPv6 address; those of an IPv4 address are it, and zeros.
    fileprivate func word(_ index: Int) -> UInt32 {
        guard family == .ipv6 else { return index == 0 ? bits32 : 0 }
        let half = index < 2 ? high : low
        return UInt32(truncatingIfNeeded: index % 2 == 0 ? half >> 32 : half)
    }
}
