"""Peers in Python: PyTorch and Faiss compute a contest's function when they are asked to.

serve LIBRARY     reads one question in JSON a line from standard input and answers with one line of JSON, so that two processes can take turns.
peak LIBRARY CALLS CONTEST
                  draws inputs of the contest's sizes (a JSON text), calls the function so often, and prints the process's peak of memory.
versions LIBRARY  prints the versions of the library and of what it calls.

The time of a call is the library's own: results are left in memory, and gradients are made anew each time, as after zero_grad().
"""

import ctypes
import json
import sys
import time

try:
    import numpy as np
except ImportError:
    np = None  # Said below, as an answer.

MOST = 1 << 20  # The elements of a result that are compared; Sample.cs has the same rule.


def openblas():
    """The library that torch and numpy multiply matrices with, where that is OpenBLAS."""
    try:
        library = ctypes.CDLL("libopenblas.so.0")
    except OSError:
        return None
    library.openblas_get_corename.restype = ctypes.c_char_p
    library.openblas_get_config.restype = ctypes.c_char_p
    return library


class Contest:
    """The inputs as tensors and the function over them, which returns its results by name."""

    def __init__(self, description, read):
        self.parameters = description["parameters"]
        self.inputs = {i["name"]: read(i) for i in description["inputs"]}
        self.call = FUNCTIONS[description["key"]](self)

    def __getitem__(self, name):
        return self.inputs[name]


def torch_functions():
    import torch
    import torch.nn.functional as F

    def gradient(contest, names, loss):
        """Value and gradients: what a training step asks for."""
        tensors = [contest[n].requires_grad_() for n in names]

        def call():
            for t in tensors:
                t.grad = None
            value = loss(*tensors)
            value.backward()
            return {"value": value.detach().reshape(1), **{"grad_" + n: t.grad for n, t in zip(names, tensors)}}

        return call

    def backward(contest, names, result, function):
        """Value and gradients for an upstream gradient of the value's shape."""
        tensors = [contest[n].requires_grad_() for n in names]

        def call():
            for t in tensors:
                t.grad = None
            value = function(*tensors)
            value.backward(contest["upstream"])
            return {result: value.detach(), **{"grad_" + n: t.grad for n, t in zip(names, tensors)}}

        return call

    def forward(function):
        def call():
            with torch.no_grad():
                return function()

        return call

    def cosine_matrix(x, y):
        return F.normalize(x, dim=1, eps=1e-8) @ F.normalize(y, dim=1, eps=1e-8).T

    def info_nce(c):
        s_of = lambda x, y: F.normalize(x, dim=1) @ F.normalize(y, dim=1).T / c.parameters["temperature"]
        target = torch.arange(c["x"].shape[0])

        def loss(x, y):
            s = s_of(x, y)
            return 0.5 * (F.cross_entropy(s, target) + F.cross_entropy(s.T, target))

        return loss

    def kl_from_logits(c):
        teacher = c["teacher"]
        return lambda x: F.kl_div(F.log_softmax(x, dim=1), F.softmax(teacher, dim=1), reduction="batchmean")

    def triplet_squared(c):
        return lambda a, p, n: F.relu(((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1) + c.parameters["margin"]).mean()

    def top(c):
        scores, at = torch.topk(c["queries"] @ c["table"].T, int(c.parameters["k"]), dim=1)
        return {"scores": scores, "at": at}

    def broadcast(x, y):
        return F.cosine_similarity(x[:, None, :], y[None, :, :], dim=-1)

    return {
        "product": lambda c: forward(lambda: {"matrix": c["x"] @ c["y"].T}),
        "cosine-rows": lambda c: forward(lambda: {"each": F.cosine_similarity(c["x"], c["y"], dim=1)}),
        "cosine-rows-gradient": lambda c: gradient(c, ["x", "y"], lambda x, y: 1 - F.cosine_similarity(x, y, dim=1).mean()),
        "triplet-gradient": lambda c: gradient(c, ["a", "p", "n"], lambda a, p, n: F.triplet_margin_loss(a, p, n, margin=c.parameters["margin"])),
        "triplet-squared-gradient": lambda c: gradient(c, ["a", "p", "n"], triplet_squared(c)),
        **{k: lambda c: forward(lambda: {"value": F.cross_entropy(c["x"], c["target"]).reshape(1)})
           for k in ("cross-entropy-32000", "cross-entropy-1000")},
        **{k + "-gradient": lambda c: gradient(c, ["x"], lambda x: F.cross_entropy(x, c["target"]))
           for k in ("cross-entropy-32000", "cross-entropy-1000")},
        "bce-gradient": lambda c: gradient(c, ["x"], lambda x: F.binary_cross_entropy_with_logits(x, c["target"])),
        "kl-gradient": lambda c: gradient(c, ["x"], kl_from_logits(c)),
        "cosine-matrix": lambda c: forward(lambda: {"matrix": cosine_matrix(c["x"], c["y"])}),
        "cosine-matrix-gradient": lambda c: backward(c, ["x", "y"], "matrix", cosine_matrix),
        "cosine-broadcast": lambda c: forward(lambda: {"matrix": broadcast(c["x"], c["y"])}),
        "cosine-broadcast-gradient": lambda c: backward(c, ["x", "y"], "matrix", broadcast),
        **{k: lambda c: gradient(c, ["x", "y"], info_nce(c))
           for k in ("infonce-4096x768", "infonce-16384x768", "infonce-16384x128")},
        "cdist-l1": lambda c: forward(lambda: {"matrix": torch.cdist(c["x"], c["y"], p=1)}),
        "cdist-l1-gradient": lambda c: backward(c, ["x", "y"], "matrix", lambda x, y: torch.cdist(x, y, p=1)),
        "hamming": lambda c: forward(lambda: {"matrix": torch.cdist(c["x"], c["y"], p=0) / c["x"].shape[1]}),
        "top-10": lambda c: forward(lambda: top(c)),
    }


def faiss_functions():
    import faiss

    def top(c):
        index = faiss.IndexFlatIP(c["table"].shape[1])
        index.add(c["table"])
        # The index has a copy of its own.
        del c.inputs["table"]

        def call():
            scores, at = index.search(c["queries"], int(c.parameters["k"]))
            return {"scores": scores, "at": at}

        return call

    return {"top-10": top}


def read_file(folder, wrap):
    def read(i):
        integers = i["kind"] == "Labels"
        array = np.fromfile(f"{folder}/{i['name']}", dtype=np.int32 if integers else np.float32).reshape(i["shape"])
        return wrap(array.astype(np.int64) if integers else array)

    return read


def draw(i):
    """Numbers of an input's kind, made in place: what a process needs for its inputs must not hide what the call needs."""
    import torch

    shape = i["shape"]
    if i["kind"] == "Normal":
        return torch.empty(shape).normal_()
    if i["kind"] == "Uniform":
        return torch.empty(shape).uniform_()
    return torch.randint(0, i["classes"] if i["kind"] == "Labels" else 4, shape).to(torch.int64 if i["kind"] == "Labels" else torch.float32)


def use_threads(library, count):
    # OpenBLAS has threads of its own, which torch's setting doesn't reach.
    if BLAS is not None:
        BLAS.openblas_set_num_threads(count)
    if library == "torch":
        import torch

        torch.set_num_threads(count)
    else:
        import faiss

        faiss.omp_set_num_threads(count)


def versions(library):
    import platform

    found = {"Python": platform.python_version(), "NumPy": np.__version__}
    if library == "torch":
        import torch

        found["PyTorch"] = torch.__version__
        found["PyTorch's vectors"] = next(l.split(": ")[1] for l in torch.__config__.show().splitlines() if "CPU capability" in l)
    else:
        import faiss

        found["Faiss"] = faiss.__version__
        found["Faiss's build"] = faiss.get_compile_options().strip()
    if BLAS is not None:
        found["OpenBLAS of the peers in Python"] = BLAS.openblas_get_config().decode()
        found["OpenBLAS core type of the peers in Python"] = BLAS.openblas_get_corename().decode()
    return found


def write_results(folder, results):
    for name, values in results.items():
        flat = np.asarray(values).reshape(-1)
        step = 1 if flat.size <= MOST else (flat.size // MOST) | 1
        np.ascontiguousarray(flat[::step], dtype=np.float32).tofile(f"{folder}/result_{name}")
    return list(results)


def serve(library):
    contest = None
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = {}
            do = question["do"]
            if do == "load":
                if library == "torch":
                    import torch

                    wrap = torch.from_numpy
                else:
                    wrap = lambda array: array
                with open(question["folder"] + "/contest.json", encoding="utf-8") as file:
                    contest = Contest(json.load(file), read_file(question["folder"], wrap))
            elif do == "threads":
                use_threads(library, question["count"])
            elif do == "run":
                start = time.perf_counter()
                for _ in range(question["calls"]):
                    contest.call()
                answer["seconds"] = time.perf_counter() - start
            elif do == "results":
                answer["names"] = write_results(question["folder"], contest.call())
            elif do == "versions":
                answer["versions"] = versions(library)
            else:
                raise ValueError(f"There is no question '{do}'.")
        except Exception as e:  # The other side says what failed and goes on without this peer.
            answer = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), flush=True)


def peak_bytes():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def peak(library, calls, text):
    description = json.loads(text)
    contest = Contest(description, draw)
    if calls == 0:
        # What a caller holds anyway: the inputs and, for those that have one, a gradient.
        held = [t.new_zeros(t.shape).fill_(1) for t in contest.inputs.values() if getattr(t, "requires_grad", False)]
    for _ in range(calls):
        contest.call()
    print(json.dumps({"bytes": peak_bytes()}))


if __name__ == "__main__":
    LIBRARY = sys.argv[2]
    try:
        if np is None:
            raise ImportError("No module named 'numpy'")
        BLAS = openblas()
        FUNCTIONS = torch_functions() if LIBRARY == "torch" else faiss_functions()
    except ImportError as e:
        if sys.argv[1] == "serve":
            sys.stdin.readline()
        print(json.dumps({"error": str(e)}), flush=True)
        sys.exit(0)
    if sys.argv[1] == "serve":
        serve(LIBRARY)
    elif sys.argv[1] == "peak":
        peak(LIBRARY, int(sys.argv[3]), sys.argv[4])
    else:
        print(json.dumps({"versions": versions(LIBRARY)}))
