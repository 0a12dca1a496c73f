using TensorDsl.Samples;
using TensorDsl.Samples.Quickstart;

// What a newcomer sees first: similarities, losses, an encoder and an optimizer, all written in this folder as templates, at work on real
// data. Each part checks what it claims; the exit code is 1 if a check failed.
const ulong Seed = 2024;

var report = new Report();
NearestWords.Run(report);
Collapse.Run(report);
var digits = Digits.Load(Seed);
ContrastiveTraining.Run(report, digits, Seed);
ClassifierTraining.Run(report, digits, Seed);
report.Close();
return report.ExitCode;
