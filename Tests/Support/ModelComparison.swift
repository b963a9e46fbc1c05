package import IPVSKit

/// Runs random changes through a table and through the reference semantics, and compares.
package struct ModelComparison: Sendable {
    /// What was tried.
    package private(set) var changeCount = 0
    /// How many changes were refused.
    package private(set) var refusedCount = 0
    /// What differed, in words; empty when all is well.
    package private(set) var differences: [String] = []

    /// Sends `count` changes in batches of random size.
    ///
    /// `table` must be empty, and nobody else may change it.
    package init(
        seed: UInt64,
        count: Int,
        table: KernelTable,
        rules: KernelRules,
        interfaces: [KernelName] = ["lo", "nowhere"]
    ) throws(TableError) {
        var generator = ChangeGenerator(seed: seed, interfaces: interfaces)
        var sizes = SeededGenerator(seed: ~seed)
        var model = TableConfiguration()
        model.timeouts = try table.timeouts()
        model.daemons = []
        while changeCount < count, differences.count < 5 {
            let size = sizes.oneIn(2) ? Int(sizes.next() % 300) + 1 : Int(sizes.next() % 8) + 1
            var changes: [Change] = []
            var expected: [Int: Errno] = [:]
            for index in 0..<min(size, count - changeCount) {
                let change = generator.next(in: model)
                changes.append(change)
                do throws(Errno) { try model.apply(change, rules: rules) } catch { expected[index] = error }
            }
            try compare(changes, expected, table)
            changeCount += changes.count
            if sizes.oneIn(4) || changeCount >= count { try compareTables(table, model) }
        }
    }

    private mutating func compare(
        _ changes: [Change],
        _ expected: [Int: Errno],
        _ table: KernelTable
    ) throws(TableError) {
        var found: [Int: Errno] = [:]
        for (index, refusal) in try table.send(changes) { found[index] = refusal.errno }
        refusedCount += found.count
        for (index, change) in changes.enumerated() where expected[index] != found[index] {
            differences.append(
                "change \(changeCount + index): \(change): model \(expected[index]?.name ?? "done"), "
                    + "kernel \(found[index]?.name ?? "done"): \(String(describing: change).self)"
            )
        }
    }

    private mutating func compareTables(_ table: KernelTable, _ model: TableConfiguration) throws(TableError)
    {
        let found = try table.snapshot().configuration
        let wanted = TableConfiguration(
            services: model.services.sorted { $0.service.identity < $1.service.identity },
            timeouts: model.timeouts,
            daemons: model.daemons
        )
        guard found != wanted else { return }
        differences.append("after \(changeCount) changes: " + Self.difference(found, wanted))
    }

    private static func difference(_ found: TableConfiguration, _ wanted: TableConfiguration) -> String {
        if found.timeouts != wanted.timeouts {
            return
                "timeouts: kernel \(String(describing: found.timeouts)), model \(String(describing: wanted.timeouts))"
        }
        if found.daemons != wanted.daemons {
            return
                "daemons: kernel \(String(describing: found.daemons)), model \(String(describing: wanted.daemons))"
        }
        for service in wanted.services where found.services[service.service.identity] != service {
            return
                "service \(service.service.identity):\n  model  \(service.service) \(Array(service.servers))\n  kernel "
                + (found.services[service.service.identity].map { "\($0.service) \(Array($0.servers))" }
                    ?? "none")
        }
        return "services: kernel \(found.services.count), model \(wanted.services.count)"
    }
}
