import IPVSKit

/// Reads and changes which servers are held.
///
/// Only the kernel's servers are: for a table in a file there are no holds. Whoever changes them has the table's lock.
struct HoldAccess {
    let output: Output
    /// Opens the store; nil where there are no holds.
    let open: () throws(FileError) -> HoldStore?
    /// Who asks for something.
    let user: () -> String
    /// The time, in seconds since 1970.
    let now: () -> UInt64
    /// Starts this program once more with other words, so that it continues when this one has ended.
    let startDetached: ([String]) throws(Errno) -> Void

    /// All holds, also those that have ended by themselves while nobody gave the server its weight back.
    func all() throws -> HoldList {
        guard let store = try open() else { return HoldList() }
        let content = try store.load()
        if !content.diagnostics.isEmpty { throw TableError.document(content.diagnostics) }
        return content.holds
    }

    /// Starts what ends holds at their time.
    func startKeeper() {
        do throws(Errno) {
            try startDetached(["enable", "--expired", "--wait-for-end"])
        } catch {
            output.note(
                "nothing will end the hold by itself: \(error) (lvsctl enable --expired ends it in time)"
            )
        }
    }

    /// Replaces all holds.
    func save(_ holds: HoldList) throws {
        guard let store = try open() else { return }
        guard case .fleeting(let reason)? = try store.save(holds) else { return }
        output.note("the holds last until the next reboot only: \(reason)")
    }

    /// The same for a table that has to come up: where the holds cannot be read, there are none, and what is wrong with
    /// them is returned.
    func appliedAtBoot(to wanted: TableConfiguration) -> (HeldTable, [Diagnostic]) {
        do {
            return (try applied(to: wanted), [])
        } catch TableError.document(let diagnostics) {
            return (HeldTable(configuration: wanted), diagnostics)
        } catch let error as FileError {
            let finding = Diagnostic(.error, "the holds cannot be read: \(error.cause)", file: error.path)
            return (HeldTable(configuration: wanted), [finding])
        } catch {
            return (HeldTable(configuration: wanted), [Diagnostic(.error, "\(error)", file: "holds")])
        }
    }

    /// What a document asks for, with every held server kept at weight 0; that is said.
    func applied(to wanted: TableConfiguration) throws -> HeldTable {
        let holds = try all().current(at: now())
        guard !holds.isEmpty else { return HeldTable(configuration: wanted) }
        let held = wanted.heldServers(holds)
        for hold in held {
            output.note(
                "\(hold.subject.inWords) is held at weight 0 (\(hold.reasons.listed)); lvsctl enable gives it weight "
                    + "\(hold.weight)"
            )
        }
        return HeldTable(configuration: wanted.holding(holds), held: held)
    }

    /// Remembers the weights that a document has given held servers, which they get in the end, and forgets the holds
    /// that had ended before it gave their servers a weight.
    ///
    /// The table has been changed by then: what fails is only said.
    func note(_ table: HeldTable) {
        do {
            try update(table)
        } catch {
            output.note("the holds keep the weights of before: \(error)")
        }
    }

    private func update(_ table: HeldTable) throws {
        let old = try all()
        guard !old.isEmpty else { return }
        let current = old.current(at: now())
        var new = old
        for hold in table.held { new.modify(hold.subject) { $0.weight = hold.weight } }
        for hold in old where current[hold.subject] == nil {
            let subject = hold.subject
            if table.configuration.services[subject.service]?.servers[subject.server] != nil {
                new[subject] = nil
            }
        }
        if new != old { try save(new) }
    }
}

/// What a document asks for, where servers are held.
struct HeldTable {
    /// The table, with the weight of every held server at 0.
    var configuration: TableConfiguration
    /// The holds of servers that the document gives a weight, with that weight.
    var held: [Hold] = []
}

extension Hold.Subject {
    /// `10.0.0.1:80 of tcp 192.0.2.1:80`.
    var inWords: String { "\(server) of \(service)" }
}

extension [Hold.Reason] {
    /// `disk, by root since 2026-12-01 11:20:05; kernel, by anna since …`.
    var listed: String { map(\.inWords).joined(separator: "; ") }
}

extension Hold.Reason {
    /// The reason, who gave it, and when.
    fileprivate var inWords: String {
        let what = text.isEmpty ? "drained" : text.printable
        let who = user.isEmpty ? "" : " by \(user.printable)"
        let end = until.map { ", until \(WallClock.local($0))" } ?? ""
        return "\(what)\(who), since \(WallClock.local(since))\(end)"
    }
}
