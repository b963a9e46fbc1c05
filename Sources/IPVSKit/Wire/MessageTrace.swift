/// Netlink datagrams as text.
package enum MessageTrace {
    /// Which way a datagram went.
    package enum Direction: Hashable, Sendable {
        /// To the kernel.
        case sent
        /// From the kernel.
        case received
    }

    /// Returns the datagram as lines of text.
    package static func lines(
        of datagram: Span<UInt8>,
        _ direction: Direction,
        family: UInt16?
    ) -> [String] {
        ["\(direction == .sent ? ">" : "<") \(datagram.count) bytes"]
    }
}
