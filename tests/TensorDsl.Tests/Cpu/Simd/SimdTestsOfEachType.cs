using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Simd;

// The tests run for each type; those wider than the machine are computed in halves, and must be right all the same.

public sealed class FloatScalarMemoryTests : SimdMemoryTests<float, float, FloatScalar>;
public sealed class Float128MemoryTests : SimdMemoryTests<float, Vector128<float>, Float128>;
public sealed class Float256MemoryTests : SimdMemoryTests<float, Vector256<float>, Float256>;
public sealed class Float512MemoryTests : SimdMemoryTests<float, Vector512<float>, Float512>;
public sealed class DoubleScalarMemoryTests : SimdMemoryTests<double, double, DoubleScalar>;
public sealed class Double128MemoryTests : SimdMemoryTests<double, Vector128<double>, Double128>;
public sealed class Double256MemoryTests : SimdMemoryTests<double, Vector256<double>, Double256>;
public sealed class Double512MemoryTests : SimdMemoryTests<double, Vector512<double>, Double512>;

public sealed class FloatScalarArithmeticTests : SimdArithmeticTests<float, float, FloatScalar>;
public sealed class Float128ArithmeticTests : SimdArithmeticTests<float, Vector128<float>, Float128>;
public sealed class Float256ArithmeticTests : SimdArithmeticTests<float, Vector256<float>, Float256>;
public sealed class Float512ArithmeticTests : SimdArithmeticTests<float, Vector512<float>, Float512>;
public sealed class DoubleScalarArithmeticTests : SimdArithmeticTests<double, double, DoubleScalar>;
public sealed class Double128ArithmeticTests : SimdArithmeticTests<double, Vector128<double>, Double128>;
public sealed class Double256ArithmeticTests : SimdArithmeticTests<double, Vector256<double>, Double256>;
public sealed class Double512ArithmeticTests : SimdArithmeticTests<double, Vector512<double>, Double512>;

public sealed class FloatScalarFunctionTests : SimdFunctionTests<float, float, FloatScalar>;
public sealed class Float128FunctionTests : SimdFunctionTests<float, Vector128<float>, Float128>;
public sealed class Float256FunctionTests : SimdFunctionTests<float, Vector256<float>, Float256>;
public sealed class Float512FunctionTests : SimdFunctionTests<float, Vector512<float>, Float512>;
public sealed class DoubleScalarFunctionTests : SimdFunctionTests<double, double, DoubleScalar>;
public sealed class Double128FunctionTests : SimdFunctionTests<double, Vector128<double>, Double128>;
public sealed class Double256FunctionTests : SimdFunctionTests<double, Vector256<double>, Double256>;
public sealed class Double512FunctionTests : SimdFunctionTests<double, Vector512<double>, Double512>;
