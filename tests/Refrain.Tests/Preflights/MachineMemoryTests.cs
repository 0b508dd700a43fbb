using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Preflights;

public sealed class MachineMemoryTests : IDisposable
{
    private const long Gigabyte = 1_000_000_000;

    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Without_limits_it_is_what_the_system_has_available()
    {
        Machine("0::/\n");
        Assert.Equal(new MachineMemory(16_000_000 * 1024L, 24_000_000 * 1024L, false), MachineMemory.Linux(root.Path));
    }

    [Fact]
    public void A_group_of_version_2_limits_with_what_it_uses_and_could_drop()
    {
        Machine("0::/user/job\n");
        Write("sys/fs/cgroup/user/job/memory.max", "max\n");
        Write("sys/fs/cgroup/user/job/memory.current", $"{3 * Gigabyte}\n");
        Write("sys/fs/cgroup/user/memory.max", $"{8 * Gigabyte}\n");
        Write("sys/fs/cgroup/user/memory.current", $"{5 * Gigabyte}\n");
        Write("sys/fs/cgroup/user/memory.stat", $"anon 1\nactive_file 7\ninactive_file {Gigabyte}\n");
        Assert.Equal(new MachineMemory(4 * Gigabyte, 8 * Gigabyte, true), MachineMemory.Linux(root.Path));
    }

    [Fact]
    public void A_group_of_version_1_limits_too_and_its_path_may_be_the_hosts()
    {
        Machine("4:memory:/docker/0123\n3:cpu:/\n0::/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", $"{2 * Gigabyte}\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", $"{Gigabyte}\n");
        Write("sys/fs/cgroup/memory/memory.stat", $"inactive_file 5\ntotal_inactive_file {Gigabyte / 2}\n");
        Assert.Equal(new MachineMemory(3 * Gigabyte / 2, 2 * Gigabyte, true), MachineMemory.Linux(root.Path));
    }

    [Fact]
    public void The_number_that_stands_for_no_limit_is_none()
    {
        Machine("4:cpu,memory:/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5\n");
        Assert.False(MachineMemory.Linux(root.Path)!.Limited);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: many kB\nMemAvailable: 5 kB\n")]
    [InlineData("MemTotal: 99999999999999999999999 kB\n")]
    public void A_system_that_does_not_say_is_left_to_the_runtime(string text)
    {
        Write("proc/meminfo", text);
        Assert.Null(MachineMemory.Linux(root.Path));
    }

    [Fact]
    public void This_machine_has_memory() => Assert.InRange(MachineMemory.Now().Available, 1 << 20, MachineMemory.Now().Total);

    private void Machine(string groups)
    {
        Write("proc/meminfo", "MemTotal:       24000000 kB\nMemFree:         100 kB\nMemAvailable:   16000000 kB\n");
        Write("proc/self/cgroup", groups);
    }

    private void Write(string file, string text)
    {
        string path = Path.Combine(root.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
