"""A quicker recurrent layer for training on a CPU.

torch's own LSTM over packed sequences works through a batch step by step and, going back, allocates and adds a tensor
as large as the whole batch at every step; its time grows with the square of the longest sentence. Here one function
goes forward and back over the steps with all weights' gradients taken at the end, in one product each. The numbers
are the same, up to the order of summation (`tests/test_training.py` compares them).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

__all__ = ["quick_lstm", "quicken"]


_rough = False


class _Direction(torch.autograd.Function):
    """One direction of an LSTM layer over packed data. The backward pass is written out."""

    @staticmethod
    def forward(
        ctx: Any,
        data: Tensor,
        w_ih: Tensor,
        w_hh: Tensor,
        bias: Tensor,
        h0: Tensor,
        c0: Tensor,
        sizes: list[int],
        backwards: bool,
    ) -> tuple[Tensor, Tensor]:
        """`data` is (words, inputs), `h0` and `c0` (sequences, hidden); returns outputs and cells, (words, hidden)."""
        hidden = w_hh.size(1)
        gates = _product(data, w_ih.t()).add_(bias)
        count = data.size(0)
        outputs, cells, squashed = (data.new_empty(count, hidden) for _ in range(3))
        h_before, c_before = data.new_empty(count, hidden), data.new_empty(count, hidden)
        starts = _starts(sizes)
        h, c = (h0[: sizes[-1]], c0[: sizes[-1]]) if backwards else (h0, c0)
        w_hh_t = w_hh.t()
        steps = range(len(sizes) - 1, -1, -1) if backwards else range(len(sizes))
        for t in steps:
            size, low = sizes[t], starts[t]
            high = low + size
            have = h.size(0)
            if have > size:
                h, c = h[:size], c[:size]
            elif have < size:
                h, c = torch.cat([h, h0[have:size]]), torch.cat([c, c0[have:size]])
            h_before[low:high], c_before[low:high] = h, c
            gate = gates[low:high]
            gate.addmm_(h, w_hh_t)
            gate[:, : 2 * hidden].sigmoid_()
            gate[:, 2 * hidden : 3 * hidden].tanh_()
            gate[:, 3 * hidden :].sigmoid_()
            i, f, g, o = gate.chunk(4, 1)
            c = torch.addcmul(i * g, f, c)
            s = c.tanh()
            h = o * s
            outputs[low:high], cells[low:high], squashed[low:high] = h, c, s
        ctx.save_for_backward(data, w_ih, w_hh, gates, squashed, h_before, c_before)
        ctx.sizes, ctx.backwards = sizes, backwards
        ctx.mark_non_differentiable(cells)
        return outputs, cells

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients for the inputs of `forward`, in order."""
        d_outputs = grads[0]
        data, w_ih, w_hh, gates, squashed, h_before, c_before = ctx.saved_tensors
        sizes: list[int] = ctx.sizes
        starts = _starts(sizes)
        hidden = w_hh.size(1)
        d_gates = torch.empty_like(gates)
        d_h0, d_c0 = data.new_zeros(sizes[0], hidden), data.new_zeros(sizes[0], hidden)
        steps = range(len(sizes)) if ctx.backwards else range(len(sizes) - 1, -1, -1)
        d_h, d_c = data.new_zeros(0, hidden), data.new_zeros(0, hidden)
        for t in steps:
            size, low = sizes[t], starts[t]
            high = low + size
            have = d_h.size(0)
            if have > size:
                # These sequences begin at the step before: what is left goes to the initial state.
                d_h0[size:have], d_c0[size:have] = d_h[size:], d_c[size:]
                d_h, d_c = d_h[:size], d_c[:size]
            elif have < size:
                d_h = torch.cat([d_h, d_h.new_zeros(size - have, hidden)])
                d_c = torch.cat([d_c, d_c.new_zeros(size - have, hidden)])
            i, f, g, o = gates[low:high].chunk(4, 1)
            s = squashed[low:high]
            d_h = d_h + d_outputs[low:high]
            d_c = d_c + d_h * o * (1 - s * s)
            d_gate = d_gates[low:high]
            d_gate[:, :hidden] = d_c * g * i * (1 - i)
            d_gate[:, hidden : 2 * hidden] = d_c * c_before[low:high] * f * (1 - f)
            d_gate[:, 2 * hidden : 3 * hidden] = d_c * i * (1 - g * g)
            d_gate[:, 3 * hidden :] = d_h * s * o * (1 - o)
            d_c = d_c * f
            d_h = d_gate @ w_hh
        d_h0[: d_h.size(0)], d_c0[: d_c.size(0)] = d_h, d_c
        d_data = _product(d_gates, w_ih) if ctx.needs_input_grad[0] else None
        turned = d_gates.t()
        return d_data, _product(turned, data), _product(turned, h_before), d_gates.sum(0), d_h0, d_c0, None, None


def _product(a: Tensor, b: Tensor) -> Tensor:
    """A matrix product, in bfloat16 where `quicken` asked for it: twice as fast on processors that know it."""
    return (a.bfloat16() @ b.bfloat16()).float() if _rough else a @ b


def _starts(sizes: list[int]) -> list[int]:
    starts = [0]
    for size in sizes[:-1]:
        starts.append(starts[-1] + size)
    return starts


def quick_lstm(
    lstm: nn.LSTM, packed: PackedSequence, hx: tuple[Tensor, Tensor] | None = None
) -> tuple[PackedSequence, tuple[Tensor, Tensor]]:
    """What `lstm(packed, hx)` returns, for one layer and sorted sequences; no gradient goes through the cells."""
    sizes: list[int] = packed.batch_sizes.tolist()
    batch, hidden = sizes[0], lstm.hidden_size
    lengths = torch.tensor([sum(size > k for size in sizes) for k in range(batch)])
    starts = torch.tensor(_starts(sizes))
    last = starts[lengths - 1] + torch.arange(batch)
    outputs, finals, cells = [], [], []
    for way in range(2 if lstm.bidirectional else 1):
        end = "_reverse" if way else ""
        zero = packed.data.new_zeros(batch, hidden)
        h0, c0 = (hx[0][way], hx[1][way]) if hx is not None else (zero, zero)
        w_ih, w_hh = getattr(lstm, f"weight_ih_l0{end}"), getattr(lstm, f"weight_hh_l0{end}")
        bias = getattr(lstm, f"bias_ih_l0{end}") + getattr(lstm, f"bias_hh_l0{end}")
        out, cell = _Direction.apply(  # type: ignore[no-untyped-call]
            packed.data, w_ih, w_hh, bias, h0, c0, sizes, bool(way)
        )
        outputs.append(out)
        finals.append(out[:batch] if way else out[last])
        cells.append(cell[:batch] if way else cell[last])
    data = torch.cat(outputs, 1) if len(outputs) > 1 else outputs[0]
    result = PackedSequence(data, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices)
    return result, (torch.stack(finals), torch.stack(cells))


def quicken(*, rough: bool) -> None:
    """Make Stanza's packed layers train by `quick_lstm`, in this process; what it does not cover goes on as before.

    Args:
        rough: whether the large products may be taken in bfloat16. The weights stay in single precision.
    """
    global _rough
    from stanza.models.common import packed_lstm

    _rough = rough
    torch.set_float32_matmul_precision("medium")

    whole = packed_lstm.PackedLSTM.forward

    def forward(self: Any, inputs: Any, lengths: Any, hx: Any = None) -> Any:
        lstm = self.lstm
        fits = (
            isinstance(inputs, PackedSequence)
            and inputs.sorted_indices is None
            and isinstance(lstm, nn.LSTM)
            and lstm.num_layers == 1
            and lstm.bias
            and not self.pad
            and torch.is_grad_enabled()
        )
        return quick_lstm(lstm, inputs, hx) if fits else whole(self, inputs, lengths, hx)

    packed_lstm.PackedLSTM.forward = forward
