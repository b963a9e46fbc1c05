import IPVSKit

extension VerbContext {
    /// Reads a document that has no errors; its warnings are said.
    func readDocument(_ path: String) throws(Failure) -> TableDocument {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.contents(of: path)
        } catch {
            throw .input(error)
        }
        let name = path == "-" ? "standard input" : path
        let document = TableDocument.read(bytes, file: name)
        guard !document.hasErrors else { throw .table(.document(document.diagnostics)) }
        for warning in document.diagnostics { warn("\(warning)") }
        return document
    }

    /// Carries a plan out completely or not at all.
    func carryOut(_ plan: Plan, from before: TableConfiguration, on table: any IPVSTable) throws(Failure) {
        let outcome = try orTableFailure { () throws(TableError) in try table.carryOut(plan, from: before) }
        switch outcome {
        case .done: return
        case .undone(let failure, let count): throw .undone(failure, changes: count)
        case .stuck(let failure, let remaining, _): throw .notUndone(failure, remaining: remaining)
        }
    }
}
