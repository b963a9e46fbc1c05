import IPVSKit

/// What the verbs that carry out plans have in common.
struct PlanOptions: OptionGroup {
    let allowEmpty = FlagOption(.allowEmpty, "Allow a document that contains no virtual service.")
    let allowMassDelete = FlagOption(
        .allowMassDelete,
        "Allow deleting more than half of the services or servers, or most servers of a service."
    )
    let allowNoServers = FlagOption(.allowNoServers, "Allow a service to lose its last usable server.")
    let holds = HoldOptions()

    var options: [VerbOption] { [allowEmpty, allowMassDelete, allowNoServers] + holds.options }

    /// The kinds of hazards that are accepted.
    var accepted: Set<PlanHazard.Kind> {
        let given = Set([allowEmpty, allowMassDelete, allowNoServers].filter(\.isGiven).map(\.name))
        return PlanHazard.Kind.all.filter { given.contains($0.option) }
    }
}

/// The option that says whether drained servers stay at weight 0.
struct HoldOptions: OptionGroup {
    let ignoreHolds = FlagOption(.ignoreHolds, "Give drained servers the weight that the file says.")

    var options: [VerbOption] { [ignoreHolds] }

    /// Whether the holds do not count.
    var isIgnoring: Bool { ignoreHolds.isGiven }
}

/// The option for changes that take themselves back.
struct ConfirmOptions: OptionGroup {
    let within = ValueOption(
        .confirmWithin,
        "duration",
        "Undo the change automatically after this time, unless lvsctl confirm keeps it."
    )

    var options: [VerbOption] { [within] }
}

/// The options that put a plan off.
struct SavedPlanOptions: OptionGroup {
    let savePlan = ValueOption(
        .savePlan,
        "file",
        "Write the plan to a file and change nothing.",
        candidates: .files
    )
    let plan = ValueOption(.plan, "file", "Carry out a saved plan.", candidates: .files)

    var options: [VerbOption] { [savePlan, plan] }
}

/// The option that says what a document is compared with.
struct ScopeOptions: OptionGroup {
    let named = FlagOption(.named, "Compare only the services that the files name, as apply does.")
    let merge = MergeOptions()
    let holds = HoldOptions()

    var options: [VerbOption] { [named] + merge.options + holds.options }

    var scope: Plan.Scope {
        if merge.merge.isGiven { return .merged }
        return named.isGiven ? .named : .whole
    }
}

/// The option for documents that show some servers only.
struct MergeOptions: OptionGroup {
    let merge = FlagOption(.merge, "Keep services and servers that the files do not name.")

    var options: [VerbOption] { [merge] }
}

/// The option for tables that must come up whatever is wrong.
struct BootOptions: OptionGroup {
    let atBoot = FlagOption(
        .atBoot,
        "Keep what succeeded and report the rest, instead of rolling back; also when a signal ends it."
    )

    var options: [VerbOption] { [atBoot] }
}

/// The option that says how bad warnings are.
struct SeverityOptions: OptionGroup {
    let strict = FlagOption(.strict, "Exit 1 if there is a warning.")

    var options: [VerbOption] { [strict] }
}

extension PlanHazard {
    /// The option that accepts the hazard.
    var option: OptionName { kind.option }
}

extension PlanHazard.Kind {
    /// The option that accepts hazards of this kind.
    fileprivate var option: OptionName {
        switch self {
        case .emptyDocument: .allowEmpty
        case .massDeletion: .allowMassDelete
        case .noUsableServer: .allowNoServers
        case .refusedClients: .force
        }
    }
}

extension OptionName {
    static let allowEmpty = OptionName("allow-empty")
    static let allowMassDelete = OptionName("allow-mass-delete")
    static let allowNoServers = OptionName("allow-no-servers")
    static let merge = OptionName("merge")
    static let named = OptionName("named")
    static let savePlan = OptionName("save-plan")
    static let plan = OptionName("plan")
    static let atBoot = OptionName("at-boot")
    static let strict = OptionName("strict")
    static let confirmWithin = OptionName("confirm-within")
}
