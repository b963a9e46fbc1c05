import IPVSKit

/// The options that say how a virtual service works.
struct ServiceSettings: OptionGroup {
    let scheduler = ValueOption(Field.scheduler, candidates: .words(Scheduler.known.map(\.description)))
    let persistent = ValueOption(Field.timeout, isValueOptional: true)
    let netmask = ValueOption(Field.netmask)
    let engine = ValueOption(Field.engine, candidates: .words(["sip", "none"]))
    let schedulerFlags = ValueOption(
        Field.schedulerFlags,
        candidates: .words(SchedulerFlagNames.all + ["none"])
    )
    let onePacket = FlagOption(Field.onePacket)

    var options: [VerbOption] { [scheduler, persistent, netmask, engine, schedulerFlags, onePacket] }

    /// What the options ask of a service.
    func edit(for identity: ServiceIdentity) throws(UsageError) -> ServiceEdit {
        var edit = ServiceEdit()
        edit.scheduler = try scheduler.kernelName(of: .scheduler).map { Scheduler(rawValue: $0) }
        if persistent.isGiven {
            edit.isPersistent = true
            edit.timeout = try persistent.number(of: .timeout)
        }
        if let text = try netmask.text() {
            edit.netmask = try Netmask(typed: text, family: identity.family)
        }
        if let name = try engine.kernelName(of: .engine) {
            edit.engine = name == "none" ? KernelName() : name
        }
        edit.schedulerFlags = try flagNames().map(\.flags)
        if onePacket.isGiven { edit.isOnePacket = true }
        return edit
    }

    /// A new service as the options ask for it; what is not named has its default.
    func service(
        _ selection: ServiceSelection,
        _ names: any NameLookup
    ) throws(UsageError) -> VirtualService {
        let identity = try selection.identity(names)
        try identity.checkAddress()
        let edit = try edit(for: identity)
        let service = edit.applied(to: VirtualService(identity))
        try edit.check(result: service, try flagNames())
        if !service.flags.contains(.persistent) { try selection.requirePort() }
        try Change.addService(service).check()
        return service
    }

    /// The scheduler flags as they were typed; nil if there are none.
    func flagNames() throws(UsageError) -> SchedulerFlagNames? {
        guard let text = try schedulerFlags.text() else { return nil }
        return try SchedulerFlagNames(typed: text)
    }
}

extension ServiceEdit {
    /// Refuses an edit whose result would not be what its options say.
    func check(result: VirtualService, _ flags: SchedulerFlagNames?) throws(UsageError) {
        if netmask != nil, !result.flags.contains(.persistent) {
            throw UsageError(.netmask, "a mask has no effect without persistence (add -p)")
        }
        // A name may belong to another scheduler.
        for name in flags?.names ?? [] {
            guard let owner = SchedulerFlagNames.owner(of: name), owner != result.scheduler else { continue }
            throw UsageError(
                .schedulerFlags,
                value: name,
                "\(quoted(name)) is a flag of the scheduler \(owner), not of \(result.scheduler)"
            )
        }
    }
}

/// A list of scheduler flags as it was typed.
struct SchedulerFlagNames {
    let names: [String]
    let flags: ServiceFlags

    static let all = ["sh-fallback", "sh-port", "mh-fallback", "mh-port", "flag-1", "flag-2", "flag-3"]

    /// Reads a list with commas; `none` is the empty one.
    init(typed text: String) throws(UsageError) {
        var flags: ServiceFlags = []
        names =
            text == "none"
            ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names {
            guard let flag = ServiceFlags.schedulerFlag(named: name) else {
                throw .value(
                    name,
                    of: .schedulerFlags,
                    isNot: "a scheduler flag (\(listed(Self.all + ["none"], "or")))"
                )
            }
            flags.insert(flag)
        }
        self.flags = flags
    }

    /// The only scheduler that has a flag of this name; nil for those that all have.
    static func owner(of name: String) -> Scheduler? {
        if name.hasPrefix("sh-") { return .sourceHashing }
        return name.hasPrefix("mh-") ? .maglevHashing : nil
    }
}

extension Netmask {
    /// Reads a mask: `/24` or `255.255.255.0` for IPv4, `/64` or `64` for IPv6.
    init(typed text: String, family: AddressFamily) throws(UsageError) {
        let expected =
            family == .ipv4
            ? "an IPv4 mask (such as /24 or 255.255.255.0; /0 for all clients)"
            : "the length of an IPv6 prefix (/1 to /128)"
        let wrong = UsageError.value(text, of: .netmask, isNot: expected)
        if text.hasPrefix("/") || family == .ipv6 {
            let digits = text.hasPrefix("/") ? String(text.dropFirst()) : text
            guard let length = decimalNumber(digits), let mask = Netmask(prefixLength: length, family: family)
            else { throw wrong }
            self = mask
            return
        }
        guard let address = IPAddress(text), address.family == .ipv4 else { throw wrong }
        self = .ipv4(address.bits32)
        guard prefixLength != nil else {
            throw UsageError(
                .netmask,
                value: text,
                "\(quoted(text)) has holes (use one such as 255.255.255.0 or /24)"
            )
        }
    }
}
