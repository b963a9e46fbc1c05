/// The servers that are held, as a document of JSON.
///
/// `{"version": 1, "holds": [{"service": {…}, "server": {"address": …, "port": …}, "weight": 5, "reasons": [{"reason":
/// "…", "user": "…", "since": 1764590000, "until": 1764593600}]}]}`; times are seconds since 1970.
package enum HoldDocument {
    /// Writes a document.
    package static func write(_ holds: some Sequence<Hold>) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginObject()
        writer.field(HoldKey.version.rawValue, JSONDocument.version)
        writer.key(HoldKey.holds.rawValue)
        writer.beginArray()
        for hold in holds {
            writer.beginObject()
            writer.write(hold)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.finish()
        return writer.bytes
    }

    /// Reads a document, without what is wrong; that comes in the second value.
    package static func read(_ bytes: [UInt8], file: String) -> (HoldList, [Diagnostic]) {
        var reader = JSONDocumentReader(bytes)
        let holds = reader.readHolds()
        var source = SourceText(bytes, file: file)
        return (holds, reader.diagnostics(in: &source))
    }
}

extension JSONWriter {
    /// Writes the fields that name a server of a service.
    package mutating func writeFields(of subject: Hold.Subject) {
        key(HeldKey.service.rawValue)
        beginObject(.line)
        writeFields(of: subject.service)
        endObject()
        key(HeldKey.server.rawValue)
        write(subject.server)
    }

    /// Writes the fields of a hold.
    package mutating func write(_ hold: Hold) {
        writeFields(of: hold.subject)
        field(HeldKey.weight.rawValue, hold.weight)
        write(hold.reasons)
    }

    /// Writes the reasons of a hold as a field.
    package mutating func write(_ reasons: [Hold.Reason]) {
        key(HeldKey.reasons.rawValue)
        beginArray()
        for reason in reasons {
            beginObject(.line)
            field(ReasonKey.reason.rawValue, reason.text)
            field(ReasonKey.user.rawValue, reason.user)
            field(ReasonKey.since.rawValue, reason.since)
            if let until = reason.until { field(ReasonKey.until.rawValue, until) }
            endObject()
        }
        endArray()
    }
}

/// The keys of a document of holds.
private enum HoldKey: String, NamedKeys {
    case version, holds
}

/// The keys of a hold.
private enum HeldKey: String, NamedKeys {
    case service, server, weight, reasons
}

/// The keys of an endpoint.
private enum EndpointKey: String, NamedKeys {
    case address, port
}

/// The keys of a reason.
private enum ReasonKey: String, NamedKeys {
    case reason, user, since, until
}

extension JSONDocumentReader {
    fileprivate mutating func readHolds() -> HoldList {
        var holds = HoldList()
        do throws(JSONSyntaxError) {
            guard try expect(.object, "an object such as {\"version\": 1, \"holds\": []}") else {
                return holds
            }
            _ = try readObject(HoldKey.self, required: [.version, .holds]) {
                (self, key) throws(JSONSyntaxError) in
                switch key {
                case .version: try self.readVersion()
                case .holds:
                    try self.readArray { (self, _) throws(JSONSyntaxError) in
                        if let hold = try self.readHold() { holds[hold.subject] = hold }
                    }
                }
            }
            try reader.end()
        } catch {
            note(error)
        }
        return isOfOtherVersion ? HoldList() : holds
    }

    private mutating func readHold() throws(JSONSyntaxError) -> Hold? {
        let errorsBefore = errorCount
        var service: ServiceIdentity?
        var server: Endpoint?
        var weight: UInt32 = 0
        var reasons: [Hold.Reason] = []
        _ = try readObject(HeldKey.self, required: [.service, .server, .weight, .reasons]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .service: service = try self.readIdentity()
            case .server: server = try self.readEndpoint()
            case .weight: weight = try self.readNumber(of: .weight) ?? 0
            case .reasons:
                try self.readArray { (self, _) throws(JSONSyntaxError) in
                    if let reason = try self.readReason() { reasons.append(reason) }
                }
            }
        }
        guard errorCount == errorsBefore, let service, let server, !reasons.isEmpty else { return nil }
        return Hold(Hold.Subject(server, of: service), weight: weight, reasons: reasons)
    }

    /// Reads an endpoint; nil if there is an error.
    mutating func readEndpoint() throws(JSONSyntaxError) -> Endpoint? {
        var address: IPAddress?
        var port: UInt16?
        _ = try readObject(EndpointKey.self, required: [.address, .port]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .address: address = try self.readAddress()
            case .port: port = try self.readNumber(of: .serverPort)
            }
        }
        guard let address, let port else { return nil }
        return Endpoint(address, port: port)
    }

    private mutating func readReason() throws(JSONSyntaxError) -> Hold.Reason? {
        let errorsBefore = errorCount
        var reason = Hold.Reason("", by: "", since: 0)
        _ = try readObject(ReasonKey.self, required: [.reason, .since]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .reason: reason.text = try self.readText() ?? ""
            case .user: reason.user = try self.readText() ?? ""
            case .since: reason.since = try self.readNumber(0...UInt64.max) ?? 0
            case .until: reason.until = try self.readNumber(0...UInt64.max)
            }
        }
        return errorCount == errorsBefore ? reason : nil
    }

    /// Reads any text; nil if there is something else.
    mutating func readText() throws(JSONSyntaxError) -> String? {
        guard try expect(.text) else { return nil }
        let text = try reader.text()
        return text.string(in: reader.bytes)
    }
}
