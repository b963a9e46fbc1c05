import IPVSKit

// IPVSKit says what is wrong, and knows nothing of verbs and options. What to type is added here.

extension RefusedChange {
    /// The verb that does what was meant.
    var hint: String {
        switch (errno, change) {
        case (.exists, .addService): " (edit-service changes it)"
        case (.exists, .addServer): " (edit-server changes it)"
        default: ""
        }
    }
}

extension Diagnostic {
    /// The diagnostic with the options that are about its document.
    var withHint: Diagnostic {
        let hints = [
            PlanDocument.notATable: "apply --plan carries it out",
            PlanDocument.tableInstead: "apply --save-plan writes one",
            PlanDocument.notAPlan: "apply --save-plan writes one",
        ]
        guard severity == .error, let hint = hints[message] else { return self }
        var diagnostic = self
        diagnostic.message += " (\(hint))"
        return diagnostic
    }
}
