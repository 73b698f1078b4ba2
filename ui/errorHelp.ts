/** What the codes of the command line mean; those of scenarios and traces stand with them. */
export const CLI_ERROR_HELP = {
  "CM-E0001": "There is no verb of this name. `costmoat help` lists the verbs.",
  "CM-E0002": "There is no flag of this name. `costmoat help VERB` lists the flags of a verb.",
  "CM-E0003": "The flag exists, but not for this verb, so it is refused rather than ignored.",
  "CM-E0004": "A flag lacks its value, or the value is of another form.",
  "CM-E0005": "Too few or too many arguments, or two that exclude each other.",
  "CM-E0006": "There is no list, template, topic or schema of this name.",
  "CM-E0501": "There is no metric of this name. `costmoat list metrics` names them.",
  "CM-E0502": "An --assert did not hold; expected and actual value stand beside it.",
  "CM-E0503": "The asked precision was not reached; the best estimate is written all the same.",
  "CM-E0504": "With --strict an infeasible or unstable option is an error.",
  "CM-E0601": "The file is no costmoat report and no record of one.",
  "CM-E0602": "The inputs inside the record are not those that it was made from.",
  "CM-E0603": "The same inputs gave another result than the record states.",
  "CM-E0701": "A file cannot be read.",
  "CM-E0702": "A file cannot be written, or stands in the way; --force replaces it.",
  "CM-E0801": "Stopped before the end. The printed command starts again.",
  "CM-E0802": "A law of the simulated world broke: a defect of costmoat. Please report it.",
  "CM-E0900": "A defect of costmoat itself. Run with -v for details and please report it.",
  "CM-W0101": "The scenarios do not face the same work, so the cheaper one may just do less.",
  "CM-W0102": "A valid scenario that cannot be run as it stands: its model does not fit its chips.",
  "CM-W0103": "An option cannot serve the demand as it stands; a change that may help is named.",
  "CM-W0401": "What the loader of a trace noticed and how it read on.",
  "CM-W0601":
    "The record was made with another version of the engine; the numbers are of this one.",
  "CM-W0602": "The text of a report differs from what its record renders; the record is sound.",
} as const;
export type CliErrorCode = keyof typeof CLI_ERROR_HELP;
