import IPVSKit

extension ValueOption {
    /// The value as a filter of addresses and ports.
    func endpointFilter(_ names: any NameLookup) throws(UsageError) -> EndpointFilter? {
        guard let text = try text() else { return nil }
        return try endpointFilter(text, names)
    }

    /// All values as filters of addresses and ports.
    func endpointFilters(_ names: any NameLookup) throws(UsageError) -> [EndpointFilter] {
        var filters: [EndpointFilter] = []
        for text in values { filters.append(try endpointFilter(text, names)) }
        return filters
    }

    private func endpointFilter(_ text: String, _ names: any NameLookup) throws(UsageError) -> EndpointFilter
    {
        let filter = try EndpointFilter(text) { host throws(UsageError) in
            do {
                return try names.addresses(of: host)
            } catch {
                throw UsageError(name, value: host, "\(quoted(host)): \(error)")
            }
        }
        if let filter { return filter }
        throw .value(
            text,
            of: name,
            isNot:
                "an address (such as 10.0.0.1, 10.0.0.0/24, 10.0.0.1:80, 10.0.0.0/24:80, :80 or [2001:db8::1]:80)"
        )
    }
}
