using System.Security.Cryptography;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>
/// Files of caches: the data behind its SHA-256. A file that is cut off or damaged reads as absent; a write replaces a file as a whole, so
/// that processes may share a folder. Nothing throws: a cache that does not work is slow, not wrong.
/// </summary>
internal static class CheckedFile
{
    public static byte[]? TryRead(string path)
    {
        if (path.Length == 0) return null;
        try
        {
            if (!File.Exists(path)) return null;
            byte[] file = File.ReadAllBytes(path);
            if (file.Length < SHA256.HashSizeInBytes) return null;
            var data = file.AsSpan(SHA256.HashSizeInBytes);
            return SHA256.HashData(data).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes)) ? data.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool TryWrite(string path, ReadOnlySpan<byte> data)
    {
        if (path.Length == 0) return false;
        string temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = File.Create(temporary))
            {
                stream.Write(SHA256.HashData(data));
                stream.Write(data);
            }
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder can't be written; there is nothing to clean up, or no right to.
        }
    }
}
