using System.IO.Compression;

namespace Refrain.Tokens;

/// <summary>The format of the Unicode tables: base64, deflate, integers of 7 bits a byte, low bits first.</summary>
internal static class CompressedNumbers
{
    public static Stream Open(string base64) =>
        new BufferedStream(new DeflateStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress));

    public static int Next(Stream bytes)
    {
        int number = 0;
        for (int shift = 0; ; shift += 7)
        {
            int next = bytes.ReadByte();
            number |= (next & 127) << shift;
            if (next < 128)
            {
                return number;
            }
        }
    }
}
