using Refrain.Inference.Sidecars;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

public sealed class SidecarTests : IDisposable
{
    private static readonly SidecarLayout Layout = new("f32", [("a", 100), ("empty", 0), ("b", 3 * SidecarFooter.Chunk + 5)]);
    private static readonly SidecarSubject Subject = new("a-model", "somewhere");

    private readonly TemporaryFolder folder = new();
    private int filled;

    private string File => System.IO.Path.Combine(folder.Path, "0123456789abcdef0123456789abcdef.f32");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_written_once_and_holds_what_was_filled_in()
    {
        for (int time = 0; time < 2; time++)
        {
            using var sidecar = Open();
            Assert.Equal(Content("a", 100), Bytes(sidecar, "a"));
            Assert.Equal(Content("b", 3 * SidecarFooter.Chunk + 5), Bytes(sidecar, "b"));
        }

        Assert.Equal(3, filled);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path), path => SidecarFolder.IsUnfinished(System.IO.Path.GetFileName(path)));
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(50, false)]
    [InlineData(2 * SidecarFooter.Chunk + 17, true)]
    [InlineData(2 * SidecarFooter.Chunk + 17, false)]
    [InlineData(-1, true)]
    [InlineData(-20, false)]
    [InlineData(-60, false)]
    [InlineData(-300, false)]
    public void A_changed_byte_is_found_and_the_sidecar_made_again(int offset, bool keepTime)
    {
        Open().Dispose();
        var time = System.IO.File.GetLastWriteTimeUtc(File);
        using (var stream = System.IO.File.Open(File, FileMode.Open))
        {
            stream.Seek(offset, offset < 0 ? SeekOrigin.End : SeekOrigin.Begin);
            int value = stream.ReadByte();
            stream.Seek(-1, SeekOrigin.Current);
            stream.WriteByte((byte)(value ^ 4));
        }

        if (keepTime)
        {
            System.IO.File.SetLastWriteTimeUtc(File, time);
        }

        using var sidecar = Open();
        Assert.Equal(6, filled);
        Assert.Equal(Content("a", 100), Bytes(sidecar, "a"));
        Assert.Equal(Content("b", 3 * SidecarFooter.Chunk + 5), Bytes(sidecar, "b"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(SidecarFooter.Chunk)]
    [InlineData(3 * SidecarFooter.Chunk + 200)]
    public void A_cut_sidecar_is_made_again(int length)
    {
        Open().Dispose();
        using (var stream = System.IO.File.Open(File, FileMode.Open))
        {
            stream.SetLength(length);
        }

        Open().Dispose();
        Assert.Equal(6, filled);
    }

    [Fact]
    public void A_touched_but_whole_sidecar_is_kept_and_gets_its_time_back()
    {
        Open().Dispose();
        var time = System.IO.File.GetLastWriteTimeUtc(File);
        System.IO.File.SetLastWriteTimeUtc(File, time.AddHours(1));
        Open().Dispose();
        Assert.Equal(3, filled);
        Assert.Equal(time, System.IO.File.GetLastWriteTimeUtc(File));
    }

    [Fact]
    public void Another_layout_is_made_again()
    {
        Open().Dispose();
        using var other = Sidecar.Open(File, new SidecarLayout("f32", [("a", 101)]), Subject, Fill);
        Assert.Equal(Content("a", 101), Bytes(other, "a"));
    }

    [Fact]
    public void A_full_disk_half_way_leaves_nothing_and_says_so()
    {
        var error = Assert.Throws<IOException>(() => Sidecar.Open(File, Layout, Subject, (part, writer) =>
            {
                writer.Append(new byte[60]);
                throw new IOException("No space left on device", 28);
            }));
        Assert.Contains("no room for the prepared weights of a-model, 3.", error.Message, StringComparison.Ordinal);
        Assert.Equal(28, error.HResult);
        Assert.Equal(
            [System.IO.Path.GetFileName(File) + SidecarLock.Suffix],
            Directory.EnumerateFiles(folder.Path).Select(System.IO.Path.GetFileName)
        );
    }

    [Fact]
    public void A_disk_without_room_is_refused_with_the_numbers()
    {
        var error = Assert.Throws<BadInputException>(() =>
            DiskSpace.Require(folder.Path, 12_900_000_000, "the prepared weights of x", "Do something.", free: 3_100_000_000)
        );
        Assert.Equal($"{folder.Path}: has 3.10 GB free; expected 12.9 GB for the prepared weights of x. Do something.", error.Message);
        DiskSpace.Require(folder.Path, 12, "x", "y", free: 12);
        Assert.InRange(DiskSpace.Free(System.IO.Path.Combine(folder.Path, "not", "there"))!.Value, 1, long.MaxValue);
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_but_not_what_a_living_one_writes()
    {
        string left = File + ".0123.part",
            old = File + ".123.4567",
            living = File + ".89ab.part";
        System.IO.File.WriteAllText(left, "x");
        System.IO.File.WriteAllText(old, "x");
        using var writer = new FileStream(living, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Open().Dispose();
        Assert.False(System.IO.File.Exists(left));
        Assert.False(System.IO.File.Exists(old));
        Assert.True(System.IO.File.Exists(living));
    }

    [Fact]
    public void Several_openers_at_once_make_it_once()
    {
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var sidecar = Open();
            Assert.Equal(Content("a", 100), Bytes(sidecar, "a"));
        });
        Assert.Equal(3, filled);
    }

    [Fact]
    public void A_part_that_gets_too_much_or_too_little_is_a_fault_and_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() =>
            Sidecar.Open(File, Layout, Subject, (part, writer) => writer.Append(new byte[part.Length + 1]))
        );
        Assert.Throws<InvalidOperationException>(() => Sidecar.Open(File, Layout, Subject, (_, _) => { }));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void The_checksum_is_the_standard_one() => Assert.Equal(0xE3069283, Checksum.Append(Checksum.Append(0, "1234"u8), "56789"u8));

    private Sidecar Open() => Sidecar.Open(File, Layout, Subject, Fill);

    private void Fill(SidecarPart part, SidecarWriter writer)
    {
        Interlocked.Increment(ref filled);
        byte[] content = Content(part.Name, (int)part.Length);
        int middle = content.Length / 3;
        writer.Append(content.AsSpan(0, middle));
        writer.Append(content.AsSpan(middle));
    }

    private static byte[] Content(string name, int length)
    {
        var bytes = new byte[length];
        new Random(name[0]).NextBytes(bytes);
        return bytes;
    }

    private static unsafe byte[] Bytes(Sidecar sidecar, string part) =>
        new ReadOnlySpan<byte>((void*)sidecar.Address(part), (int)sidecar.Layout[part].Length).ToArray();
}
