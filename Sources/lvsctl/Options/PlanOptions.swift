import ArgumentParser
import IPVSKit

/// What the verbs that carry out plans have in common.
struct PlanOptions: ParsableArguments {
    @Flag(.allowEmpty, "Accept a document without any virtual service.")
    var allowEmpty: Bool
    @Flag(.allowMassDelete, "Accept that more than half of the services or servers are deleted.")
    var allowMassDelete: Bool
    @Flag(.allowNoServers, "Accept that a service loses its last usable server.")
    var allowNoServers: Bool
    @Option(
        .wait,
        ArgumentHelp("How long to wait for another lvsctl, 0 to 86400 (default 30).", valueName: "seconds")
    )
    var wait: [String]

    /// The options with their values understood.
    func understood() throws(UsageError) -> PlanPreferences {
        let wait = try SingleValue(.wait, wait).number(.waitingTime)
        return PlanPreferences(
            allowed: [
                .allowEmpty: allowEmpty, .allowMassDelete: allowMassDelete, .allowNoServers: allowNoServers,
            ],
            waitSeconds: wait.map(Int.init) ?? 30
        )
    }
}

/// What the user wants of a plan.
struct PlanPreferences {
    /// Which hazards are accepted, by the option that accepts them.
    var allowed: [OptionName: Bool] = [:]
    /// How long another lvsctl is waited for.
    var waitSeconds = 30

    /// What about a plan looks like a mistake and is not accepted.
    func unaccepted(_ hazards: [PlanHazard]) -> [PlanHazard] {
        hazards.filter { allowed[$0.option] != true }
    }
}

extension PlanHazard {
    /// The option that accepts the hazard.
    var option: OptionName {
        switch self {
        case .emptyDocument: .allowEmpty
        case .deletesServices, .deletesServers: .allowMassDelete
        case .noUsableServer: .allowNoServers
        }
    }
}

extension OptionName {
    static let allowEmpty = OptionName("allow-empty")
    static let allowMassDelete = OptionName("allow-mass-delete")
    static let allowNoServers = OptionName("allow-no-servers")
    static let wait = OptionName("wait")
    static let named = OptionName("named")
    static let savePlan = OptionName("save-plan")
    static let plan = OptionName("plan")
    static let atBoot = OptionName("at-boot")
    static let strict = OptionName("strict")
}

extension NumberKind {
    fileprivate static let waitingTime = NumberKind("a waiting time", 0...86400, unit: " seconds")
}
