/// The columns of `/proc/net/ip_vs_conn` or `/proc/net/ip_vs_conn_sync`, as the first line names them.
///
/// Both have protocol, client, target, server, state and expiry; only the first has the persistence engine's
/// data (if any), only the second the origin (`ip_vs_conn_seq_show()`, `ip_vs_conn.c`, Linux 6.1).
struct ConnectionLine {
    /// Whether the column `Origin` is there.
    let hasOrigin: Bool
    /// Whether the columns `PEName` and `PEData` are there.
    let hasEngine: Bool

    /// Reads the names of the columns.
    init(header: Span<UInt8>) throws(WireError) {
        var fields = ProcLine(number: 1)
        let first = fields.nextField(in: header)
        guard header.extracting(first).equals("Pro") else { throw fields.error("Pro", first, in: header) }
        var (hasOrigin, hasEngine) = (false, false)
        while true {
            let field = fields.nextField(in: header)
            if field.isEmpty { break }
            if header.extracting(field).equals("Origin") { hasOrigin = true }
            if header.extracting(field).equals("PEName") { hasEngine = true }
        }
        (self.hasOrigin, self.hasEngine) = (hasOrigin, hasEngine)
    }

    /// Reads an entry from the line with a number.
    func connection(_ line: Span<UInt8>, number: Int) throws(WireError) -> Connection {
        var fields = ProcLine(number: number)
        let protocolName = try fields.name("Pro", in: line)
        let client = try fields.endpoint("FromIP", in: line)
        let target = try fields.endpoint("ToIP", in: line)
        let server = try fields.endpoint("DestIP", in: line)
        let state = try fields.name("State", in: line)
        let origin = hasOrigin ? try self.origin(&fields, line) : nil
        let expires = try fields.decimal("Expires", in: line)
        var connection = Connection(
            protocolName: protocolName,
            client: client,
            target: protocolName == "IP" ? .firewallMark(target.address.leadingBits) : .endpoint(target),
            server: server,
            state: state,
            expires: expires,
            origin: origin
        )
        if hasEngine, !fields.rest(of: line).isEmpty {
            connection.engine = try fields.name("PEName", in: line)
            // The data may have spaces, and any other bytes, in it.
            for index in fields.rest(of: line) { connection.engineData.append(line[index]) }
        }
        return connection
    }

    private func origin(_ fields: inout ProcLine, _ line: Span<UInt8>) throws(WireError) -> Connection.Origin
    {
        let field = fields.nextField(in: line)
        if line.extracting(field).equals("LOCAL") { return .local }
        if line.extracting(field).equals("SYNC") { return .synced }
        throw fields.error("Origin", field, in: line)
    }
}

extension IPAddress {
    /// The first 32 bits, where the template of a mark's service has the mark.
    fileprivate var leadingBits: UInt32 {
        family == .ipv4 ? bits32 : UInt32(truncatingIfNeeded: high >> 32)
    }
}
