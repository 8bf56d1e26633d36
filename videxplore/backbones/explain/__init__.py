"""What a model computes from: saliency, receptive fields, sizes and costs."""
