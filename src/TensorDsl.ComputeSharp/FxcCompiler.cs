using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace TensorDsl.Hlsl;

/// <summary>d3dcompiler_47.dll, which is a part of Windows 10 and 11: HLSL to shader model 5.1.</summary>
internal static class FxcCompiler
{
    private const uint EnableStrictness = 1 << 11;
    private const uint IeeeStrictness = 1 << 13;
    private const uint OptimizationLevel3 = 1 << 15;

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate nint GetBufferPointer(nint self);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate nuint GetBufferSize(nint self);

    /// <exception cref="ShaderCompilationException">The compiler is missing or refuses the text.</exception>
    public static byte[] Compile(string kernelName, string hlsl)
    {
        byte[] text = Encoding.UTF8.GetBytes(hlsl);
        nint code = 0, messages = 0;
        try
        {
            int result = D3DCompile(
                text, (nuint)text.Length, kernelName, 0, 0, HlslSource.EntryPoint, "cs_5_1", OptimizationLevel3 | IeeeStrictness | EnableStrictness, 0,
                out code, out messages);
            if (result >= 0 && code != 0) return Bytes(code);
            string output = messages != 0 ? Encoding.UTF8.GetString(Bytes(messages)).TrimEnd('\0', '\n') : new Win32Exception(result).Message;
            throw new ShaderCompilationException($"FXC refuses the kernel {kernelName} (0x{result:X8}):\n{output}");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new ShaderCompilationException(
                "d3dcompiler_47.dll, which is a part of Windows 10 and later, cannot be loaded; set ComputeSharpDevice.Compiler to another compiler", e);
        }
        finally
        {
            if (code != 0) Marshal.Release(code);
            if (messages != 0) Marshal.Release(messages);
        }
    }

    [DllImport("d3dcompiler_47.dll", ExactSpelling = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int D3DCompile(
        byte[] text, nuint length, string sourceName, nint defines, nint include, string entryPoint, string target, uint flags, uint effectFlags,
        out nint code, out nint messages);

    /// <summary>The contents of an ID3DBlob, whose methods stand behind the three of IUnknown.</summary>
    private static byte[] Bytes(nint blob)
    {
        nint methods = Marshal.ReadIntPtr(blob);
        nint data = Marshal.GetDelegateForFunctionPointer<GetBufferPointer>(Marshal.ReadIntPtr(methods, 3 * nint.Size))(blob);
        nuint size = Marshal.GetDelegateForFunctionPointer<GetBufferSize>(Marshal.ReadIntPtr(methods, 4 * nint.Size))(blob);
        byte[] bytes = new byte[(int)size];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        return bytes;
    }
}
