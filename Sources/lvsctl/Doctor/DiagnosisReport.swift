import IPVSKit

/// What doctor says.
struct DiagnosisReport {
    let diagnosis: HostDiagnosis

    /// For people: each finding in a paragraph, then what could not be checked.
    func lines() -> [String] {
        var lines: [String] = []
        for (check, finding) in diagnosis.findings {
            lines += [
                "\(check.severity): \(finding.subject): \(finding.evidence)",
                "  effect: \(finding.consequence)",
                "  mend:   \(finding.mend)",
            ]
        }
        for (check, error) in diagnosis.unchecked { lines.append("not checked: \(check.id): \(error)") }
        guard diagnosis.findings.isEmpty else { return lines }
        return lines + ["nothing found (\(diagnosis.checked) checks)"]
    }

    func json() -> [UInt8] {
        var writer = JSONWriter(.indented)
        func field(_ name: String, _ text: String) {
            writer.key(name)
            writer.value(text)
        }
        writer.beginDocument()
        writer.key("findings")
        writer.beginArray()
        for (check, finding) in diagnosis.findings {
            writer.beginObject()
            field("check", check.id)
            field("severity", check.severity.rawValue)
            field("subject", finding.subject)
            field("evidence", finding.evidence)
            field("consequence", finding.consequence)
            field("mend", finding.mend)
            writer.endObject()
        }
        writer.endArray()
        writer.key("not_checked")
        writer.beginArray()
        for (check, error) in diagnosis.unchecked {
            writer.beginObject(.line)
            field("check", check.id)
            field("reason", "\(error)")
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }
}
