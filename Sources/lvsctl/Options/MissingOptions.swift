/// What to do when something that is to be deleted is not there.
struct MissingOptions: OptionGroup {
    let ifExists = FlagOption(.ifExists, "Succeed if it does not exist.")

    var options: [VerbOption] { [ifExists] }
}
