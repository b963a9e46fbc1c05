import CNetlink
import IPVSKit

/// Netlink messages as a kernel writes them, well-formed or not.
enum NetlinkMessage {
    /// The family number that tests give to IPVS.
    static let family: UInt16 = 28
    /// The port that tests give to their sockets.
    static let port: UInt32 = 4711

    /// One message; `length` is what its header claims.
    static func message(
        type: UInt16,
        flags: Int32 = 0,
        _ sequence: UInt32,
        port: UInt32 = Self.port,
        length: UInt32? = nil,
        payload: [UInt8] = []
    ) -> [UInt8] {
        let header =
            bytes(length ?? UInt32(16 + payload.count)) + bytes(type) + bytes(UInt16(flags))
            + bytes(sequence) + bytes(port)
        return padded(header + payload)
    }

    /// A reply of the family IPVS.
    static func reply(
        _ sequence: UInt32,
        command: Int = IPVS_CMD_NEW_SERVICE,
        flags: Int32 = 0,
        port: UInt32 = Self.port,
        attributes: [UInt8] = attribute(1, [1, 2, 3, 4])
    ) -> [UInt8] {
        message(
            type: family,
            flags: flags,
            sequence,
            port: port,
            payload: [UInt8(command), 1, 0, 0] + attributes
        )
    }

    /// A refusal, or an acknowledgement when `status` is 0; `echo` is the request that it repeats.
    static func error(
        _ sequence: UInt32,
        _ status: Int32,
        port: UInt32 = Self.port,
        attributes: [UInt8] = [],
        echo: [UInt8] = [],
        flags: Int32? = nil
    ) -> [UInt8] {
        let request = message(
            type: family,
            flags: NLM_F_REQUEST,
            sequence,
            port: port,
            payload: echo
        )
        let implied = (echo.isEmpty ? NLM_F_CAPPED : 0) | (attributes.isEmpty ? 0 : NLM_F_ACK_TLVS)
        return message(
            type: UInt16(NLMSG_ERROR),
            flags: flags ?? implied,
            sequence,
            port: port,
            payload: bytes(UInt32(bitPattern: status)) + request + attributes
        )
    }

    /// The end of a dump.
    static func done(_ sequence: UInt32, _ status: Int32 = 0, flags: Int32 = NLM_F_MULTI) -> [UInt8] {
        message(
            type: UInt16(NLMSG_DONE),
            flags: flags,
            sequence,
            payload: bytes(UInt32(bitPattern: status))
        )
    }

    /// One attribute; `length` is what its header claims.
    static func attribute(_ type: UInt16, _ payload: [UInt8], length: UInt16? = nil) -> [UInt8] {
        padded(bytes(length ?? UInt16(4 + payload.count)) + bytes(type) + payload)
    }

    /// An attribute that fills a message up.
    static func filler(_ count: Int) -> [UInt8] {
        attribute(99, [UInt8](repeating: 0xA5, count: count))
    }

    /// A number in host order.
    static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
}
