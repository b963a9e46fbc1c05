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
        var text: [UInt8] = []
        table.writeTitles(into: &text)
        try forEachRow(shown) { row throws(Problem) in
            table.write(row, into: &text)
            guard text.count >= Self.pieceLength else { return }
            try output(text)
            text.removeAll(keepingCapacity: true)
        }
        try output(text)
        return table.omitted
    }

    private static let pieceLength = 16 * 1024

    /// Finds out how wide columns have to be.
    ///
    /// The largest number of a column is its widest: to write each of them took a tenth of the row `list` of
    /// Tests/Guest/instructions.
    private func measure(_ shown: [ListColumn], _ table: inout TextTable) {
        var row = TextRow()
        var largest: [UInt64] = Array(repeating: 0, count: shown.count)
        for service in services.indices {
            fill(&row, services[service], shown)
            table.measure(row)
            let serviceProtocol = services[service].identity.serviceProtocol
            for server in services[service].servers.indices {
                row.clear()
                add(services[service].servers[server], serviceProtocol, to: &row)
                table.measure(0, row.cells[0])
                measure(services[service].servers[server], shown, &row, &largest, &table)
            }
        }
        row.clear()
        for index in shown.indices {
            row.add(largest[index])
            if case .number = shown[index].content { table.measure(index + 1, row.cells[index]) }
        }
    }

    private func measure(
        _ server: ObservedServer,
        _ shown: [ListColumn],
        _ row: inout TextRow,
        _ largest: inout [UInt64],
        _ table: inout TextTable
    ) {
        for index in shown.indices {
            switch shown[index].content {
            case .number(let number, _):
                largest[index] = max(largest[index], UInt64(number(server)))
                continue
            case .text(let text): row.add(text(server.configuration))
            case .statistic(let number): add(number(server.statistics), to: &row)
            }
            if let cell = row.cells.last { table.measure(index + 1, cell) }
        }
    }

    private func forEachRow<Problem>(
        _ shown: [ListColumn],
        _ body: (TextRow) throws(Problem) -> Void
    ) throws(Problem) {
        var row = TextRow()
        // By their places, too: a copy of a server costs as much as its longest cell.
        for service in services.indices {
            fill(&row, services[service], shown)
            try body(row)
            let serviceProtocol = services[service].identity.serviceProtocol
            for server in services[service].servers.indices {
                fill(&row, services[service].servers[server], serviceProtocol, shown)
                try body(row)
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
        row.addHeading(service.configuration.settingsText)
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
            text.append(UInt8(ascii: " "))
            text.append(UInt8(ascii: " "))
            printer.write(server.configuration.endpoint, serviceProtocol, into: &text)
        }
    }

    private func add(_ number: UInt64, to row: inout TextRow) {
        if isExact { row.add(number) } else { row.add(NumberText.scaled(number)) }
    }
}
