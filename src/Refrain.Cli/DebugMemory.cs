namespace Refrain.Cli;
internal static class DebugMemory
{
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Start()
    {
        if (Environment.GetEnvironmentVariable("REFRAIN_DEBUG_MEMORY") is null) { return; }
        new Thread(() => { while (true) { Thread.Sleep(2000); var i = GC.GetGCMemoryInfo(GCKind.Any); Console.Error.WriteLine($"MEM total {GC.GetTotalMemory(false) >> 20} committed {i.TotalCommittedBytes >> 20} heap {i.HeapSizeBytes >> 20} gens {string.Join(" ", i.GenerationInfo.ToArray().Select(g => $"{g.SizeAfterBytes >> 20}({g.FragmentationAfterBytes >> 20})"))} gcs {GC.CollectionCount(0)} {GC.CollectionCount(2)} alloc {GC.GetTotalAllocatedBytes() >> 20}"); } }) { IsBackground = true }.Start();
    }
}
