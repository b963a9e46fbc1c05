import IPVSKit

// Standard input, and the scripts that come with ipvsadm.

extension Ipvsadm {
    /// Carries out the lines of standard input (`-R`).
    func restore() throws(IpvsadmFailure) {
        try contact()
        let run = RestoreRun(self, KernelTarget(table))
        try run.run(skippingComments: false)
        try end(run)
    }

    /// Plays `ipvsadm-save`; words that are no options mean nothing.
    func runSaveScript(_ words: ArgumentList) throws(IpvsadmFailure) {
        var isNumeric = false
        for word in words.texts where word.hasPrefix("-") {
            guard word == "-n" else { throw IpvsadmFailure(IpvsadmText.saveUsage, status: 1) }
            isNumeric = true
        }
        try save(table, isNumeric: isNumeric)
    }

    /// Plays `ipvsadm-restore`, whose words mean nothing.
    ///
    /// The script empties the table and then carries the lines out. Here they are carried out in memory first, with
    /// the same messages and the same exit status; the kernel's table then becomes what came of it, by changing
    /// only what differs. A line that ends the script half-way leaves everything as it was.
    func runRestoreScript() throws(IpvsadmFailure) {
        try contact()
        let target = MemoryTarget()
        let run = RestoreRun(self, target)
        do throws(IpvsadmFailure) {
            try run.run(skippingComments: true)
        } catch {
            let place = run.line > 0 ? "line \(run.line): " : ""
            let note = "ipvsadm-restore: \(place)nothing was changed"
            throw IpvsadmFailure(error.message + "\n" + note, status: error.status)
        }
        try reach(target.configuration)
        for identity in target.zeroed { try self.run(.change(.zero(identity)), on: table) }
        try end(run)
    }

    /// Ends with the status of the last line; what went wrong with it has been said.
    private func end(_ run: RestoreRun) throws(IpvsadmFailure) {
        if run.status != 0 { throw IpvsadmFailure("", status: run.status) }
    }

    private func reach(_ wanted: TableConfiguration) throws(IpvsadmFailure) {
        let context = VerbContext(session: session, preferences: Preferences(isQuiet: true))
        do throws(Failure) {
            try context.reach(wanted, .whole, .acceptingEverything)
        } catch {
            throw IpvsadmFailure(error)
        }
    }
}

extension IpvsadmFailure {
    /// Why a table did not become what it was to be.
    fileprivate init(_ failure: Failure) {
        switch failure {
        case .table(let error): self.init(error, .addService)
        case .undone(.broken(.unavailable(let reason)), _): self.init(.unavailable(reason), .addService)
        case .undone(.refused(let refused), let changes):
            let lines = refused.map { IpvsadmOperation($0.change).text($0.errno) }
            let note = changes.isEmpty ? "nothing was changed" : "what had been changed was undone"
            self.init((lines + ["ipvsadm-restore: \(note)"]).joined(separator: "\n"), status: Self.refused)
        default:
            let text = String(decoding: FailureReport(failure, words: []).text().dropLast(), as: UTF8.self)
            self.init(text, status: Self.refused)
        }
    }
}
