using TensorDsl.Samples;
using TensorDsl.Samples.Tutorials;

// The tutorials that the project began with, section by section. Every figure is computed by a function of the loss library or by a template
// of this folder; figures that the tutorials state are checked, and the exit code is 1 if one differs.
const ulong Seed = 2024;

var report = new Report();
WhyCosineIsOne.Run(report);
CrossSimilarities.Run(report);
Distances.Run(report);
var digits = Digits.Load(Seed);
TripletTraining.Run(report, digits, Seed);
CosineAlongDims.Run(report);
TeacherAndStudent.Run(report);
CosineHead.Run(report, digits, Seed);
report.Close();
return report.ExitCode;
