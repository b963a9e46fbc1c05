import IPVSKit

extension Ipvsadm {
    /// Carries out the lines of standard input (`-R`).
    func restore() throws(IpvsadmFailure) {
        try contact()
        let run = RestoreRun(self, KernelTarget(table))
        try run.run()
        try end(run)
    }

    /// Plays `ipvsadm-restore`, whose words mean nothing.
    ///
    /// The script empties the table and then carries the lines out. Here they are carried out in memory, with the
    /// same messages and the same exit status; the kernel's table then becomes what came of it, by changing only
    /// what differs. What the kernel refuses of that, the lines are told when they are carried out once more. A
    /// line that ends the script half-way leaves everything as it was.
    func runRestoreScript() throws(IpvsadmFailure) {
        let info = try contact()
        let lines = try orUnchanged(nil) { () throws(IpvsadmFailure) in try readLines() }
        let beginning = try asking(.list) { () throws(TableError) in
            TableConfiguration(services: [], timeouts: try table.timeouts(), daemons: try table.daemons())
        }
        var refusals = KernelRefusals()
        var before: TableConfiguration?
        // Each time the kernel refuses something new; a second time only what was after it is left.
        for _ in 0..<10 {
            let target = MemoryTarget(beginning, info: info, refusals: refusals)
            let run = RestoreRun(self, target)
            try carryOut(lines, run)
            let wanted = target.configuration.keeping(target.refusedServices, of: before ?? beginning)
            let refused = try reach(wanted, &before)
            guard refused.isEmpty else {
                for refusal in refused { refusals.add(refusal) }
                continue
            }
            try release()
            for identity in target.zeroed { try self.run(.change(.zero(identity)), on: table) }
            return try end(run)
        }
        try release()
        let note = "ipvsadm-restore: the kernel refuses more each time"
        throw IpvsadmFailure(note, status: IpvsadmFailure.refused)
    }

    /// Reads all lines, or up to the first that is wrong in a way that ends the run.
    private func readLines() throws(IpvsadmFailure) -> [RestoreLine] {
        var lines: [RestoreLine] = []
        var input = try reading { () throws(FileError) in
            try RuleInput(session.inputFile, reader: ruleReader(skippingComments: true))
        }
        while try reading({ () throws(FileError) in try input.fill() }) {
            while true {
                do throws(RuleError) {
                    guard let command = try input.next() else { break }
                    lines.append(RestoreLine(number: input.line, content: .success(command)))
                } catch {
                    lines.append(RestoreLine(number: input.line, content: .failure(error)))
                    guard IpvsadmFailure(error, program: program).isPassedOver else { return lines }
                }
            }
        }
        return lines
    }

    /// Carries lines out in memory; what they say is held back unless one of them ends the run.
    private func carryOut(_ lines: [RestoreLine], _ run: RestoreRun) throws(IpvsadmFailure) {
        hold()
        try orUnchanged(run) { () throws(IpvsadmFailure) in try run.run(lines) }
    }

    /// Does something before anything is changed, and says so when it fails.
    private func orUnchanged<Value>(
        _ run: RestoreRun?,
        _ body: () throws(IpvsadmFailure) -> Value
    ) throws(IpvsadmFailure) -> Value {
        do {
            return try body()
        } catch {
            try release()
            let place = run.map { "line \($0.line): " } ?? ""
            let note = "ipvsadm-restore: \(place)nothing was changed"
            throw IpvsadmFailure(error.message + "\n" + note, status: error.status)
        }
    }

    /// Ends with the status of the last line; what went wrong with it has been said.
    private func end(_ run: RestoreRun) throws(IpvsadmFailure) {
        if run.status != 0 { throw IpvsadmFailure("", status: run.status) }
    }

    /// Makes the kernel's table what is wanted, completely or not at all; returns all that it refuses of that.
    ///
    /// When something is refused, what can be added and edited is, and nothing is deleted. `before` is then the
    /// table as it was.
    private func reach(
        _ wanted: TableConfiguration,
        _ before: inout TableConfiguration?
    ) throws(IpvsadmFailure) -> [RefusedChange] {
        let environment = session.environment(Preferences(isQuiet: true))
        let tables = environment.tables
        let plans = PlanRunner(
            environment,
            accepting: PlanHazard.Kind.all,
            ignoringHolds: true,
            keepingWayBack: false
        )
        do {
            do {
                _ = try plans.restore(wanted, .whole)
            } catch let error as UndoneError where error.failure.refusals != nil {
                before = try before ?? tables.open().snapshot(reading: .withoutCounters).configuration
                _ = try plans.restoreAtBoot(TableDocument(format: .rules, configuration: wanted))
            }
            return []
        } catch let rest as BootError where !rest.isInterrupted && !rest.refused.isEmpty {
            return rest.refused
        } catch {
            try release()
            throw IpvsadmFailure(restoring: error)
        }
    }
}

extension TableConfiguration {
    /// The table with what services of another one have, as far as it says nothing else of it.
    fileprivate func keeping(
        _ identities: Set<ServiceIdentity>,
        of other: TableConfiguration
    ) -> TableConfiguration {
        var result = self
        for identity in identities.sorted() {
            guard let old = other.services[identity] else { continue }
            guard result.services[identity] != nil else {
                result.services[identity] = old
                continue
            }
            result.services.modify(identity) { service in
                for server in old.servers where service.servers[server.endpoint] == nil {
                    service.servers[server.endpoint] = server
                }
            }
        }
        return result
    }
}

extension IpvsadmFailure {
    /// Why a table did not become what it was to be.
    fileprivate init(restoring error: any Error) {
        if let error = error as? UndoneError, case .broken(.unavailable(let reason)) = error.failure {
            self.init(.unavailable(reason), .addService)
            return
        }
        switch error {
        case let error as TableError: self.init(error, .addService)
        case let error as BusyError:
            // There is no option to wait longer.
            let text = "ipvsadm-restore: \(error.holder) is changing the table; nothing was changed"
            self.init(text, status: Self.refused)
        default:
            let text = String(decoding: reported(error).text([]).dropLast(), as: UTF8.self)
            self.init(text, status: Self.refused)
        }
    }
}
