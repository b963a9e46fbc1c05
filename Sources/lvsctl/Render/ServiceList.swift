import IPVSKit

/// Services and their servers as a person sees them.
struct ServiceList {
    let services: [ObservedService]
    let columns: ListColumns
    /// Whether large numbers are written in full.
    let isExact: Bool
    let printer: any EndpointPrinter

    /// Writes the list piece by piece.
    ///
    /// - Returns: the titles of columns that had to be left out.
    func write<Problem>(
        width: Int?,
        hasColor: Bool,
        to output: ([UInt8]) throws(Problem) -> Void
    ) throws(Problem) -> [String] {
        let shown = ListColumn.all.filter { $0.group.map(columns.contains) ?? true }
        var table = TextTable([TextTable.Column("SERVICE/SERVER")] + shown.map(\.column))
        measure(shown, &table)
        table.fit(width: width, hasColor: hasColor)
        try write(shown, table, to: output)
        return table.omitted
    }

    private func write<Problem>(
        _ shown: [ListColumn],
        _ table: TextTable,
        to output: ([UInt8]) throws(Problem) -> Void
    ) throws(Problem) {
        var text: [UInt8] = []
        var row = TextRow()
        table.writeTitles(into: &text)
        for service in services {
            append(service, shown, table, &row, to: &text)
            guard text.count >= Self.pieceLength else { continue }
            try output(text)
            text.removeAll(keepingCapacity: true)
        }
        try output(text)
    }

    private func append(
        _ service: ObservedService,
        _ shown: [ListColumn],
        _ table: TextTable,
        _ row: inout TextRow,
        to text: inout [UInt8]
    ) {
        fill(&row, service, shown)
        table.write(row, into: &text)
        let serviceProtocol = service.identity.serviceProtocol
        // One addition for all lines, and nothing is retained in it (row `list` of Tests/Guest/instructions).
        text.append(addingCapacity: service.servers.count * table.lineLimit) { lines in
            let servers = service.servers.span
            for server in servers.indices {
                fill(&row, servers[server], serviceProtocol, shown)
                table.write(row, into: &lines)
            }
        }
    }

    /// How far servers stand behind their service.
    private static let indent = 2
    private static let pieceLength = 16 * 1024

    /// Finds out how wide columns have to be, without writing what is in them where that can be helped: to write all
    /// of it twice would take a quarter of the row `list` of Tests/Guest/instructions.
    private func measure(_ shown: [ListColumn], _ table: inout TextTable) {
        // The largest number of a column is its widest.
        var largest: [UInt64] = Array(repeating: 0, count: shown.count)
        for service in services {
            table.measure(0, width: printer.width(service.identity))
            measure(service.statistics, shown, &largest, &table)
            let serviceProtocol = service.identity.serviceProtocol
            let servers = service.servers.span
            for server in servers.indices {
                let endpoint = servers[server].configuration.endpoint
                table.measure(0, width: Self.indent + printer.width(endpoint, serviceProtocol))
                measure(servers[server], shown, &largest, &table)
            }
        }
        for index in shown.indices { table.measure(index + 1, String(largest[index])) }
    }

    private func measure(
        _ server: ObservedServer,
        _ shown: [ListColumn],
        _ largest: inout [UInt64],
        _ table: inout TextTable
    ) {
        for index in shown.indices {
            switch shown[index].content {
            case .text(let text): table.measure(index + 1, text(server.configuration))
            case .number(let number, _): largest[index] = max(largest[index], UInt64(number(server)))
            case .statistic: break
            }
        }
        if columns.haveCounters { measure(server.statistics, shown, &largest, &table) }
    }

    private func measure(
        _ statistics: Statistics,
        _ shown: [ListColumn],
        _ largest: inout [UInt64],
        _ table: inout TextTable
    ) {
        for index in shown.indices {
            guard case .statistic(let number) = shown[index].content else { continue }
            if isExact {
                largest[index] = max(largest[index], number(statistics))
            } else {
                table.measure(index + 1, NumberText.scaled(number(statistics)))
            }
        }
    }

    private func fill(_ row: inout TextRow, _ service: ObservedService, _ shown: [ListColumn]) {
        let isUsable = service.servers.contains { $0.configuration.weight > 0 }
        row.clear()
        row.add(isUsable ? .plain : .alarming) { printer.write(service.identity, into: &$0) }
        for index in shown.indices {
            switch shown[index].content {
            case .text, .number: row.add { _ in }
            case .statistic(let number): add(number(service.statistics), to: &row)
            }
        }
        row.addHeading { service.configuration.writeSettings(into: &$0) }
    }

    private func fill(
        _ row: inout TextRow,
        _ server: ObservedServer,
        _ serviceProtocol: ServiceProtocol?,
        _ shown: [ListColumn]
    ) {
        row.clear()
        add(server, serviceProtocol, to: &row)
        // By their places: copies of columns cost more than anything else here (row `list` of
        // Tests/Guest/instructions).
        for index in shown.indices {
            switch shown[index].content {
            case .text(let text): row.add(text(server.configuration))
            case .number(let number, let style): row.add(number(server), style(server))
            case .statistic(let number): add(number(server.statistics), to: &row)
            }
        }
    }

    private func add(_ server: ObservedServer, _ serviceProtocol: ServiceProtocol?, to row: inout TextRow) {
        row.add { text in
            for _ in 0..<Self.indent { text.append(UInt8(ascii: " ")) }
            printer.write(server.configuration.endpoint, serviceProtocol, into: &text)
        }
    }

    private func add(_ number: UInt64, to row: inout TextRow) {
        if isExact { row.add(number) } else { row.add(NumberText.scaled(number)) }
    }
}
