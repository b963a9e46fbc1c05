import IPVSKit

/// ipvsadm's list of connections, written piece by piece: there may be millions.
struct IpvsadmConnections {
    /// The text that nobody has taken yet.
    private(set) var bytes: [UInt8] = []
    private let names: IpvsadmNames
    private let showsEngineData: Bool
    private var pending: [Connection] = []

    init(names: IpvsadmNames, showsEngineData: Bool) {
        self.names = names
        self.showsEngineData = showsEngineData
        bytes.append("IPVS connection entries\npro expire ")
        bytes.appendLeft(12) { $0.append("state") }
        for title in ["source", "virtual"] { bytes.appendLeft(19) { $0.append(title) } }
        if showsEngineData {
            bytes.appendLeft(19) { $0.append("destination") }
            bytes.appendLeft(17) { $0.append("pe name") }
            bytes.append("pe_data\n")
        } else {
            bytes.append("destination\n")
        }
    }

    /// Adds a connection; true when there is a piece to take.
    mutating func add(_ connection: Connection) -> Bool {
        guard !names.isNumeric else {
            write(connection)
            return bytes.count >= Self.pieceSize
        }
        pending.append(connection)
        return pending.count == Self.lookupSize
    }

    /// Returns the text since the last call.
    mutating func take() -> [UInt8] {
        names.prepare(pending.flatMap(\.addresses))
        for connection in pending { write(connection) }
        pending.removeAll(keepingCapacity: true)
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private static let pieceSize = 32 * 1024
    /// How many connections have their names looked up together.
    private static let lookupSize = 500

    private mutating func write(_ connection: Connection) {
        bytes.appendLeft(3) { connection.protocolName.write(into: &$0) }
        bytes.append(UInt8(ascii: " "))
        bytes.appendLeft(6) { Self.write(expires: connection.expires, into: &$0) }
        bytes.append(UInt8(ascii: " "))
        bytes.appendLeft(11) { connection.state.write(into: &$0) }
        bytes.append(UInt8(ascii: " "))
        let serviceProtocol = connection.protocolName.serviceProtocol
        for endpoint in [connection.client, connection.called] {
            bytes.appendLeft(18) { [names] text in names.write(endpoint, serviceProtocol, into: &text) }
            bytes.append(UInt8(ascii: " "))
        }
        guard showsEngineData, let engine = connection.engine else {
            names.write(connection.server, serviceProtocol, into: &bytes)
            return bytes.append(UInt8(ascii: "\n"))
        }
        bytes.appendLeft(16) { [names] text in names.write(connection.server, serviceProtocol, into: &text) }
        bytes.append(UInt8(ascii: " "))
        bytes.appendLeft(18) { engine.write(into: &$0) }
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: connection.engineData)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Minutes and seconds, two digits each at least.
    private static func write(expires seconds: UInt32, into text: inout [UInt8]) {
        for (index, number) in [seconds / 60, seconds % 60].enumerated() {
            if index > 0 { text.append(UInt8(ascii: ":")) }
            if number < 10 { text.append(UInt8(ascii: "0")) }
            text.appendDecimal(UInt64(number))
        }
    }
}

extension Connection {
    fileprivate var addresses: [IPAddress] { [client.address, called.address, server.address] }

    /// What the client called; the mark of a template in the place of the address's first 32 bits.
    fileprivate var called: Endpoint {
        switch target {
        case .endpoint(let endpoint): return endpoint
        case .firewallMark(let mark):
            let isIPv6 = client.address.family == .ipv6
            return Endpoint(isIPv6 ? IPAddress(v6: UInt64(mark) << 32, 0) : IPAddress(v4: mark), port: 0)
        }
    }
}
