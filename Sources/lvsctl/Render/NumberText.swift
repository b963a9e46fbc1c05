/// Numbers as people read them.
enum NumberText {
    /// A number as it is up to 99999, and else with three digits and K, M, G, T, P or E for powers of 1000.
    static func scaled(_ number: UInt64) -> String {
        guard number > 99_999 else { return String(number) }
        var divisor: UInt64 = 1
        var units = Substring("KMGTPE")
        var unit: Character = " "
        while number / divisor >= 1000, let next = units.popFirst() {
            divisor *= 1000
            unit = next
        }
        let whole = number / divisor
        let thousandths = number % divisor / (divisor / 1000)
        switch whole {
        case 100...: return "\(whole)\(unit)"
        case 10...: return "\(whole).\(thousandths / 100)\(unit)"
        default:
            let hundredths = thousandths / 10
            return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)\(unit)"
        }
    }
}
