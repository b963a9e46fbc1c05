extension CommandLineParser {
    /// Reads the value of `-b`, when the scheduler is known.
    @inline(never)
    mutating func readFlags(_ text: Span<UInt8>, _ words: Span<RuleWord>) throws(RuleError) {
        guard let found = Self.found(.schedulerFlags, text, words) else { return }
        let columns = words[Int(found.valueWord)].columns.range
        // ipvsadm keeps 127 bytes.
        let end = min(found.value.upperBound, found.value.lowerBound + 127)
        var start = found.value.lowerBound
        while start < end {
            var next = start
            while next < end, text[next] != UInt8(ascii: ",") { next += 1 }
            if next > start { try readFlag(text.extracting(start..<next), columns) }
            start = next + 1
        }
    }

    private mutating func readFlag(_ name: Span<UInt8>, _ columns: Range<Int>) throws(RuleError) {
        guard let key = KernelName(name), let flag = SchedulerFlag.named(key) else {
            throw RuleError(.unknownFlag(name.quotation), at: columns)
        }
        let named = Scheduler(rawValue: given.scheduler)
        let scheduler = given.scheduler.isEmpty ? .weightedLeastConnection : named
        if let owner = flag.scheduler, owner != scheduler {
            throw RuleError(.flagOfOtherScheduler(name.string, scheduler), at: columns)
        }
        given.flags.insert(flag.flag)
    }
}

/// A scheduler flag by name, and the scheduler that alone knows it.
private struct SchedulerFlag {
    let flag: ServiceFlags
    let scheduler: Scheduler?

    static func named(_ name: KernelName) -> SchedulerFlag? {
        rows.first { $0.name == name }?.flag
    }

    // Not a dictionary: for one the runtime reads through the whole program.
    private static let rows: [(name: KernelName, flag: SchedulerFlag)] = [
        ("flag-1", SchedulerFlag(flag: .scheduler1, scheduler: nil)),
        ("flag-2", SchedulerFlag(flag: .scheduler2, scheduler: nil)),
        ("flag-3", SchedulerFlag(flag: .scheduler3, scheduler: nil)),
        ("sh-fallback", SchedulerFlag(flag: .fallback, scheduler: .sourceHashing)),
        ("sh-port", SchedulerFlag(flag: .port, scheduler: .sourceHashing)),
        ("mh-fallback", SchedulerFlag(flag: .fallback, scheduler: .maglevHashing)),
        ("mh-port", SchedulerFlag(flag: .port, scheduler: .maglevHashing)),
    ]
}
