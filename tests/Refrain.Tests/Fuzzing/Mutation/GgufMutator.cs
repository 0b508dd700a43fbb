using System.Text;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>
/// Edits the fields of GGUF files: types, lengths, counts, dimensions, offsets, names, whole keys and tensors of other files.
/// </summary>
internal sealed class GgufMutator(GgufImage[] seeds)
{
    private static readonly ulong[] Numbers =
    [
        0,
        1,
        2,
        3,
        4,
        5,
        8,
        31,
        32,
        33,
        255,
        256,
        4096,
        65535,
        65536,
        1 << 20,
        1 << 22,
        1 << 24,
        int.MaxValue,
        1UL << 31,
        uint.MaxValue,
        1UL << 32,
        1UL << 61,
        long.MaxValue,
        1UL << 63,
        ulong.MaxValue,
        ulong.MaxValue - 31,
    ];

    public GgufImage Image(FuzzRandom random)
    {
        GgufImage image = random.Pick(seeds).Copy();
        for (int i = 1 + random.Size(3); i > 0; i--)
        {
            Edit(random, image);
        }

        return image;
    }

    private void Edit(FuzzRandom random, GgufImage image)
    {
        GgufImage other = random.Pick(seeds);
        int choice = random.Next(24);
        if (choice < 12 && image.Keys.Count > 0)
        {
            EditKey(random, image, other, random.Next(image.Keys.Count));
        }
        else if (choice < 19 && image.Tensors.Count > 0)
        {
            EditTensor(random, image, other, random.Next(image.Tensors.Count));
        }
        else
        {
            switch (choice)
            {
                case 20:
                    image.Version = (uint)random.Pick(Numbers);
                    break;
                case 21:
                    image.KeyCount = random.OneIn(2) ? random.Pick(Numbers) : (ulong)(image.Keys.Count + random.Next(3) - 1);
                    break;
                case 22:
                    image.TensorCount = random.OneIn(2) ? random.Pick(Numbers) : (ulong)(image.Tensors.Count + random.Next(3) - 1);
                    break;
                default:
                    image.Data = random.OneIn(2)
                        ? image.Data[..random.Next(image.Data.Length + 1)]
                        : [.. image.Data, .. new byte[random.Size(8192)]];
                    break;
            }
        }
    }

    private static void EditKey(FuzzRandom random, GgufImage image, GgufImage other, int at)
    {
        GgufImage.Key key = image.Keys[at];
        switch (random.Next(11))
        {
            case 0:
                image.Keys.RemoveAt(at);
                break;
            case 1:
                image.Keys.Insert(random.Next(image.Keys.Count + 1), key);
                break;
            case 2 when other.Keys.Count > 0:
                image.Keys.Insert(at, random.Pick(other.Keys));
                break;
            case 3 when other.Keys.Count > 0:
                image.Keys[at] = key with { Name = random.OneIn(4) ? Odd(random) : random.Pick(other.Keys).Name };
                break;
            case 4:
                image.Keys[at] = key with { Type = random.OneIn(4) ? (uint)random.Pick(Numbers) : (uint)random.Next(13) };
                break;
            case 5 when other.Keys.Count > 0 && random.Pick(other.Keys) is var source:
                image.Keys[at] = key with { Type = source.Type, Value = source.Value };
                break;
            case 6:
                image.Keys[at] = key with
                {
                    Type = 8,
                    Value = GgufImage.Text(random.OneIn(2) ? Odd(random) : Encoding.UTF8.GetBytes(random.Pick(Texts))),
                };
                break;
            case 7 when key.Type is 8 or 9:
                image.Keys[at] = key with { Value = Lying(random, key.Value, key.Type == 9 ? 4 : 0) };
                break;
            case 8 when key.Type == 9 && key.Value.Length > 12:
                byte[] retyped = [.. key.Value];
                retyped[0] = (byte)random.Next(14);
                image.Keys[at] = key with { Value = retyped };
                break;
            case 9 when key.Type == 9 && key.Value.Length > 12:
                image.Keys[at] = key with { Value = Bulk(random, key.Value) };
                break;
            default:
                image.Keys[at] = key with
                {
                    Value = key.Value.Length is 1 or 2 or 4 or 8
                        ? BitConverter.GetBytes(random.Pick(Numbers))[..key.Value.Length]
                        : RawBytes.Edit(random, key.Value, []),
                };
                break;
        }
    }

    private static void EditTensor(FuzzRandom random, GgufImage image, GgufImage other, int at)
    {
        GgufImage.Tensor tensor = image.Tensors[at];
        switch (random.Next(9))
        {
            case 0:
                image.Tensors.RemoveAt(at);
                break;
            case 1:
                image.Tensors.Insert(random.Next(image.Tensors.Count + 1), tensor);
                break;
            case 2:
                image.Tensors[at] = tensor with
                {
                    Name = other.Tensors.Count == 0 || random.OneIn(4) ? Odd(random) : random.Pick(other.Tensors).Name,
                };
                break;
            case 3:
                image.Tensors[at] = tensor with { Type = random.OneIn(8) ? (uint)random.Pick(Numbers) : (uint)random.Next(42) };
                break;
            case 4:
                image.Tensors[at] = tensor with
                {
                    Offset = random.OneIn(2) ? random.Pick(Numbers) : tensor.Offset + (ulong)(32 * random.Next(5)) - 64,
                };
                break;
            case 5:
                int swapped = random.Next(image.Tensors.Count);
                (image.Tensors[at], image.Tensors[swapped]) = (
                    tensor with
                    {
                        Offset = image.Tensors[swapped].Offset,
                    },
                    image.Tensors[swapped] with
                    {
                        Offset = tensor.Offset,
                    }
                );
                break;
            case 6:
                image.Tensors[at] = tensor with
                {
                    Dimensions = random.OneIn(2) ? [.. tensor.Dimensions, random.Pick(Numbers)] : [.. tensor.Dimensions.Skip(1)],
                };
                break;
            default:
                ulong[] dimensions = [.. tensor.Dimensions];
                if (dimensions.Length > 0)
                {
                    dimensions[random.Next(dimensions.Length)] = random.Pick(Numbers);
                }

                image.Tensors[at] = tensor with { Dimensions = dimensions };
                break;
        }
    }

    private static readonly string[] Texts =
    [
        "llama",
        "gemma",
        "gemma2",
        "gemma3",
        "qwen2",
        "qwen3",
        "phi3",
        "mistral",
        "mamba",
        "gpt2",
        "bert",
        "t5",
        "default",
        "llama-bpe",
        "none",
        "linear",
        "yarn",
        "longrope",
        "{{ messages }}",
        "{% for m in messages %}{{ m.content }}{% endfor %}",
        "▁",
        "h e",
        "",
    ];

    /// <summary>A name or text that is empty, long, no UTF-8, or has odd characters.</summary>
    private static byte[] Odd(FuzzRandom random) =>
        random.Next(4) switch
        {
            0 => new byte[random.Size(60_000)],
            1 => [0xC0, 0x80, 0xFF, 0xED, 0xA0, 0x80],
            2 => Encoding.UTF8.GetBytes(
                "blk." + random.Pick((string[])["0", "1", "00", "-1", "1023", "1024", "99999999999", "٣"]) + ".attn_q.weight"
            ),
            _ => Encoding.UTF8.GetBytes(random.Pick(Texts)),
        };

    private static byte[] Lying(FuzzRandom random, byte[] value, int at)
    {
        byte[] lying = [.. value];
        if (lying.Length >= at + 8)
        {
            ulong number = random.OneIn(2) ? random.Pick(Numbers) : BitConverter.ToUInt64(value, at) + (ulong)random.Next(5) - 2;
            BitConverter.TryWriteBytes(lying.AsSpan(at), number);
        }

        return lying;
    }

    /// <summary>The elements of an array many times over, its count in step.</summary>
    private static byte[] Bulk(FuzzRandom random, byte[] value)
    {
        int times = Math.Min(1 + random.Size(2000), 1 + (40_000 / value.Length));
        return
        [
            .. value[..4],
            .. BitConverter.GetBytes(BitConverter.ToUInt64(value, 4) * (ulong)times),
            .. Enumerable.Repeat(value[12..], times).SelectMany(bytes => bytes),
        ];
    }
}
